import * as tf from "@tensorflow/tfjs";
import type { Fixture } from "../../workloads/fixture.ts";
import { meanSquare } from "../mean-square.ts";
import type { Subject } from "../subject.ts";
import { tensorOf } from "../tfjs/tensors.ts";

/** `model.predict` on a tensor of the batch's size. */
export function layersPrediction(model: tf.LayersModel, { weights, batches }: Fixture): Subject {
  model.setWeights(Object.values(weights).map(tensorOf));
  const images = batches.map(({ image }) => tensorOf(image!));
  return {
    step: (batch) =>
      tf.tidy(() => {
        const image = images[batch]!;
        const logits = model.predict(image, { batchSize: image.shape[0]! }) as tf.Tensor;
        return meanSquare(logits.dataSync() as Float32Array);
      }),
  };
}
