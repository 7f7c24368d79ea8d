import type { SubjectModule } from "../subject.ts";
import { layersCnn } from "../tfjs-layers/cnn.ts";
import { imageBatches } from "../tfjs-layers/image-batches.ts";
import { layersTraining } from "../tfjs-layers/training.ts";
import { openTfjsNode } from "./open.ts";

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjsNode();
  return layersTraining(layersCnn(1e-4, "softmax"), fixture, imageBatches(fixture));
};
