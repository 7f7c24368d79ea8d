import { prepare as prepareNarrow } from "../regnet/mlp-train.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
