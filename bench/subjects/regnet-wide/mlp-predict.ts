import { prepare as prepareNarrow } from "../regnet/mlp-predict.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
