import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { imageBatches } from "./image-batches.ts";
import { layersMlp } from "./mlp.ts";
import { layersTraining } from "./training.ts";

export const prepare: SubjectModule["prepare"] = async (fixture, { noise }) => {
  await openTfjs();
  return layersTraining(layersMlp(noise ? 0.2 : 0, "softmax"), fixture, imageBatches(fixture));
};
