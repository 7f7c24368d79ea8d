import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { mlpNodes } from "./graphs.ts";
import { graphPrediction } from "./prediction.ts";

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  return graphPrediction(mlpNodes, fixture);
};
