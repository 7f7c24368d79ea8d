import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { layersCnn } from "./cnn.ts";
import { imageBatches } from "./image-batches.ts";
import { layersTraining } from "./training.ts";

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  return layersTraining(layersCnn(1e-4, "softmax"), fixture, imageBatches(fixture));
};
