import * as tf from "@tensorflow/tfjs";
import type { Subject } from "../subject.ts";
import { tfjsMemory } from "../tfjs/memory.ts";

/** @param train one step on a batch; its loss */
export function expertTraining<Batch>(
  batches: readonly Batch[],
  train: (batch: Batch) => tf.Scalar,
): Subject {
  const step = (batch: number): number => tf.tidy(() => train(batches[batch]!).dataSync()[0]!);
  return { step, memory: () => tfjsMemory(() => step(0)) };
}
