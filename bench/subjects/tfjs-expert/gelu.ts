import * as tf from "@tensorflow/tfjs";

export interface Gelu {
  readonly y: tf.Tensor2D;
  readonly x: tf.Tensor2D;
  /** Φ(x), the standard normal distribution. */
  readonly share: tf.Tensor;
}

/** Exact: x · Φ(x). */
export function gelu(x: tf.Tensor2D): Gelu {
  const share = tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);
  return { y: tf.mul(x, share) as tf.Tensor2D, x, share };
}

/** Φ(x) + x · φ(x). */
export function geluBack({ x, share }: Gelu, dy: tf.Tensor2D): tf.Tensor2D {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.mul(dy, tf.add(share, tf.mul(x, density))) as tf.Tensor2D;
}
