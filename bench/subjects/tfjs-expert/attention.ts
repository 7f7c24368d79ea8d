import * as tf from "@tensorflow/tfjs";

/** Of all examples and heads: [examples · heads, length, depth]. */
export interface Heads {
  readonly query: tf.Tensor3D;
  readonly key: tf.Tensor3D;
  readonly value: tf.Tensor3D;
}

export interface Shape {
  readonly heads: number;
  readonly length: number;
  readonly depth: number;
}

export interface Attended {
  readonly y: tf.Tensor2D;
  readonly shares: tf.Tensor3D;
  readonly heads: Heads;
}

const turned = (x: tf.Tensor3D): tf.Tensor3D => tf.transpose(x, [0, 2, 1]);

/** [examples · length, heads · depth] to [examples · heads, length, depth]. */
export function split(x: tf.Tensor2D, { heads, length, depth }: Shape): tf.Tensor3D {
  const apart = tf.transpose(tf.reshape(x, [-1, length, heads, depth]), [0, 2, 1, 3]);
  return tf.reshape(apart, [-1, length, depth]) as tf.Tensor3D;
}

export function join(x: tf.Tensor3D, { heads, length, depth }: Shape): tf.Tensor2D {
  const together = tf.transpose(tf.reshape(x, [-1, heads, length, depth]), [0, 2, 1, 3]);
  return tf.reshape(together, [-1, heads * depth]) as tf.Tensor2D;
}

export function attend(heads: Heads, mask: tf.Tensor2D, shape: Shape): Attended {
  const scores = tf.mul(tf.matMul(heads.query, turned(heads.key)), shape.depth ** -0.5);
  const shares = tf.softmax(tf.add(scores, mask)) as tf.Tensor3D;
  return { y: join(tf.matMul(shares, heads.value), shape), shares, heads };
}

export function attendBack({ shares, heads }: Attended, dy: tf.Tensor2D, shape: Shape): Heads {
  const dMixed = split(dy, shape);
  const dShares = tf.matMul(dMixed, turned(heads.value));
  const along = tf.sum(tf.mul(dShares, shares), -1, true);
  const dScores = tf.mul(tf.mul(shares, tf.sub(dShares, along)), shape.depth ** -0.5) as tf.Tensor3D;
  return {
    query: tf.matMul(dScores, heads.key),
    key: tf.matMul(turned(dScores), heads.query),
    value: tf.matMul(turned(shares), dMixed),
  };
}
