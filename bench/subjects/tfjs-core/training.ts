import * as tf from "@tensorflow/tfjs";
import type { Subject } from "../subject.ts";
import { tfjsMemory } from "../tfjs/memory.ts";

/** What a workload's loss is made of. */
export interface CoreTask<Batch> {
  readonly batches: readonly Batch[];
  loss(batch: Batch): tf.Scalar;
  /** Decoupled decay of these, as AdamW does it and tfjs does not; each step takes the share. */
  readonly decayed?: { readonly variables: readonly tf.Variable[]; readonly share: number };
}

/** `minimize` as the guide has it, in its two halves, so that decay can stand between them. */
export function coreTraining<Batch>({ batches, loss, decayed }: CoreTask<Batch>): Subject {
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  function step(batch: number): number {
    return tf.tidy(() => {
      const { value, grads } = optimizer.computeGradients(() => loss(batches[batch]!));
      for (const variable of decayed?.variables ?? []) variable.assign(tf.mul(variable, 1 - decayed!.share));
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value.dataSync()[0]!;
    });
  }
  return { step, memory: () => tfjsMemory(() => step(0)) };
}
