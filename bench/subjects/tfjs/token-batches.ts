import * as tf from "@tensorflow/tfjs";
import type { Fixture } from "../../workloads/fixture.ts";
import { tensorOf } from "./tensors.ts";

export interface TokenBatch {
  /** One-hot, [examples · length, vocabulary]: the wasm backend has no gradient of a gather, but one of a product. */
  readonly tokens: tf.Tensor2D;
  readonly next: tf.Tensor2D;
}

export function tokenBatches({ batches }: Fixture, vocabulary: number): readonly TokenBatch[] {
  const oneHot = (tokens: tf.Tensor): tf.Tensor2D => {
    const flat = tf.reshape(tokens, [-1]) as tf.Tensor1D;
    return tf.cast(tf.oneHot(flat, vocabulary), "float32") as tf.Tensor2D;
  };
  return batches.map(({ tokens, next }) => ({
    tokens: oneHot(tensorOf(tokens!)),
    next: oneHot(tensorOf(next!)),
  }));
}

/** Minus infinity, nearly, where a position would look ahead. */
export function causalMask(length: number): tf.Tensor2D {
  const values = Float32Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? -1e9 : 0,
  );
  return tf.tensor2d(values, [length, length]);
}
