import * as tf from "@tensorflow/tfjs";
import type { Fixture } from "../../workloads/fixture.ts";
import type { Subject } from "../subject.ts";
import { tfjsMemory } from "../tfjs/memory.ts";
import { labelledBatches, tensorOf } from "../tfjs/tensors.ts";

/** Batches of one call of `fit`: long enough that starting it weighs little. */
const STEPS = 8;

/**
 * Trains as the guide "Train models" of tfjs has it: `model.fit` over a tensor of examples, softmax in the last
 * layer, one-hot labels. There is no AdamW: it is Adam, which does less work.
 */
export function layersTraining(model: tf.LayersModel, fixture: Fixture): Subject {
  model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-8), loss: "categoricalCrossentropy" });
  model.setWeights(Object.values(fixture.weights).map(tensorOf));
  const batches = labelledBatches(fixture, 10);
  const [first] = batches;
  const some = batches.slice(0, STEPS);
  const images = tf.concat(some.map(({ image }) => image));
  const labels = tf.concat(some.map(({ label }) => label));
  const batchSize = first!.image.shape[0]!;
  async function step(batch: number): Promise<number> {
    const { image, label } = batches[batch]!;
    return (await model.trainOnBatch(image, label)) as number;
  }
  return {
    step,
    loop: {
      steps: some.length,
      async run() {
        await model.fit(images, labels, { batchSize, epochs: 1, shuffle: false, verbose: 0 });
      },
    },
    memory: () => tfjsMemory(() => step(0)),
  };
}
