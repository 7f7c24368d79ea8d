import * as tf from "@tensorflow/tfjs";
import type { Fixture, FixtureTensor } from "../../workloads/fixture.ts";

export function tensorOf({ shape, values }: FixtureTensor): tf.Tensor {
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}

/** The initial weights as variables, by path. */
export function variablesOf({ weights }: Fixture): Readonly<Record<string, tf.Variable>> {
  const entries = Object.entries(weights).map(([id, tensor]) => [id, tf.variable(tensorOf(tensor))]);
  return Object.fromEntries(entries);
}

export interface LabelledBatch {
  readonly image: tf.Tensor;
  /** One-hot: what tfjs's losses take. */
  readonly label: tf.Tensor2D;
}

export function labelledBatches({ batches }: Fixture, classes: number): readonly LabelledBatch[] {
  return batches.map(({ image, label }) => ({
    image: tensorOf(image!),
    label: tf.cast(tf.oneHot(tensorOf(label!) as tf.Tensor1D, classes), "float32") as tf.Tensor2D,
  }));
}
