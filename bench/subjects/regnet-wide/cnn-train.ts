import { prepare as prepareNarrow } from "../regnet/cnn-train.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
