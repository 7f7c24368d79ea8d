import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { layersMlp } from "./mlp.ts";
import { layersPrediction } from "./prediction.ts";

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  return layersPrediction(layersMlp(0, "linear"), fixture);
};
