import * as tf from "@tensorflow/tfjs";

export interface Normed {
  readonly y: tf.Tensor2D;
  /** What the way back needs. */
  readonly hat: tf.Tensor2D;
  readonly scale: tf.Tensor;
}

export function layerNorm(x: tf.Tensor2D, gamma: tf.Variable, beta: tf.Variable): Normed {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5));
  const hat = tf.mul(centred, scale) as tf.Tensor2D;
  return { y: tf.add(tf.mul(hat, gamma), beta) as tf.Tensor2D, hat, scale };
}

/** In closed form: with g = dy·γ, dx = (g - mean(g) - x̂·mean(g·x̂)) / σ (Ba, Kiros & Hinton 2016). */
export function layerNormBack({ hat, scale }: Normed, gamma: tf.Variable, dy: tf.Tensor2D) {
  const g = tf.mul(dy, gamma);
  const centred = tf.sub(g, tf.mean(g, -1, true));
  const along = tf.mul(hat, tf.mean(tf.mul(g, hat), -1, true));
  return {
    dx: tf.mul(tf.sub(centred, along), scale) as tf.Tensor2D,
    dGamma: tf.sum(tf.mul(dy, hat), 0),
    dBeta: tf.sum(dy, 0),
  };
}
