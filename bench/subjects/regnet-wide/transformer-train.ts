import { prepare as prepareNarrow } from "../regnet/transformer-train.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
