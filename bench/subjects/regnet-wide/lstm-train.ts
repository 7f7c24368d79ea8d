import { prepare as prepareNarrow } from "../regnet/lstm-train.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
