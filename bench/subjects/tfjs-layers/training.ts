import * as tf from "@tensorflow/tfjs";
import type { Fixture } from "../../workloads/fixture.ts";
import type { Subject } from "../subject.ts";
import { tfjsMemory } from "../tfjs/memory.ts";
import { tensorOf } from "../tfjs/tensors.ts";

/** Batches of one call of `fit`: long enough that starting it weighs little. */
const STEPS = 8;

export interface LayersBatch {
  readonly x: tf.Tensor;
  /** One-hot. */
  readonly y: tf.Tensor;
}

/**
 * Trains as the guide "Train models" of tfjs has it: `model.fit` over a tensor of examples, softmax in the last
 * layer, one-hot labels. There is no AdamW: it is Adam, which does less work.
 */
export function layersTraining(
  model: tf.LayersModel,
  { weights }: Fixture,
  batches: readonly LayersBatch[],
): Subject {
  model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-8), loss: "categoricalCrossentropy" });
  model.setWeights(Object.values(weights).map(tensorOf));
  const [first] = batches;
  const some = batches.slice(0, STEPS);
  const inputs = tf.concat(some.map(({ x }) => x));
  const targets = tf.concat(some.map(({ y }) => y));
  const batchSize = first!.x.shape[0]!;
  async function step(batch: number): Promise<number> {
    const { x, y } = batches[batch]!;
    return (await model.trainOnBatch(x, y)) as number;
  }
  return {
    step,
    loop: {
      steps: some.length,
      async run() {
        await model.fit(inputs, targets, { batchSize, epochs: 1, shuffle: false, verbose: 0 });
      },
    },
    memory: () => tfjsMemory(() => step(0)),
  };
}
