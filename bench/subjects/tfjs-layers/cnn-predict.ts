import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { layersCnn } from "./cnn.ts";
import { layersPrediction } from "./prediction.ts";

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  return layersPrediction(layersCnn(0, "linear"), fixture);
};
