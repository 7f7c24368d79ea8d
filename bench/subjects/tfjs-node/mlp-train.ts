import type { SubjectModule } from "../subject.ts";
import { imageBatches } from "../tfjs-layers/image-batches.ts";
import { layersMlp } from "../tfjs-layers/mlp.ts";
import { layersTraining } from "../tfjs-layers/training.ts";
import { openTfjsNode } from "./open.ts";

export const prepare: SubjectModule["prepare"] = async (fixture, { noise }) => {
  await openTfjsNode();
  return layersTraining(layersMlp(noise ? 0.2 : 0, "softmax"), fixture, imageBatches(fixture));
};
