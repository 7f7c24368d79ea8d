import { prepare as prepareNarrow } from "../regnet/cnn-predict.ts";
import { widened } from "./widened.ts";

export const prepare = widened(prepareNarrow);
