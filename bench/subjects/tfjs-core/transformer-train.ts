import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { variablesOf } from "../tfjs/tensors.ts";
import { causalMask, tokenBatches } from "../tfjs/token-batches.ts";
import { coreTraining } from "./training.ts";

const [WIDTH, HEADS, LENGTH, VOCABULARY] = [128, 4, 64, 65];
const DEPTH = WIDTH / HEADS;

type Variables = Readonly<Record<string, tf.Variable>>;

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  const w = variablesOf(fixture);
  const mask = causalMask(LENGTH);
  return coreTraining({
    batches: tokenBatches(fixture, VOCABULARY),
    loss({ tokens, next }) {
      const rows = tf.matMul(tokens, w["trunk.embedding.weight"]! as tf.Tensor2D);
      const placed = tf.add<tf.Tensor3D>(
        tf.reshape(rows, [-1, LENGTH, WIDTH]),
        w["trunk.position_embedding.weight"]!,
      );
      const trunk = ["trunk.Transformer", "trunk.Transformer_2"].reduce<tf.Tensor>(
        (x, name) => block(w, name, x, mask),
        tf.reshape(placed, [-1, WIDTH]),
      );
      const logits = dense(w, "head.", layerNorm(w, "logits.layer_norm", trunk));
      return tf.losses.softmaxCrossEntropy(next, logits) as tf.Scalar;
    },
    decayed: { variables: Object.values(w).filter(({ rank }) => rank >= 2), share: 1e-3 * 0.01 },
  });
};

/** Rows are positions, of all examples. */
function block(w: Variables, name: string, x: tf.Tensor, mask: tf.Tensor2D): tf.Tensor {
  const normed = layerNorm(w, `${name}.mixed.layer_norm`, x);
  const mixed = tf.add(x, attention(w, `${name}.mixed.attention`, normed, mask));
  const wide = dense(w, `${name}.widen.`, layerNorm(w, `${name}.y.layer_norm`, mixed));
  return tf.add(mixed, dense(w, `${name}.narrow.`, gelu(wide)));
}

function attention(w: Variables, name: string, x: tf.Tensor, mask: tf.Tensor2D): tf.Tensor {
  const heads = (part: string): tf.Tensor =>
    tf.transpose(tf.reshape(dense(w, `${name}.${part}_`, x), [-1, LENGTH, HEADS, DEPTH]), [0, 2, 1, 3]);
  const scores = tf.matMul(heads("query"), heads("key"), false, true);
  const shares = tf.softmax(tf.add(tf.mul(scores, DEPTH ** -0.5), mask));
  const mixed = tf.transpose(tf.matMul(shares, heads("value")), [0, 2, 1, 3]);
  return dense(w, `${name}.output_`, tf.reshape(mixed, [-1, WIDTH]));
}

function dense(w: Variables, prefix: string, x: tf.Tensor): tf.Tensor2D {
  return tf.add(tf.matMul(x as tf.Tensor2D, w[`${prefix}kernel`]! as tf.Tensor2D), w[`${prefix}bias`]!);
}

function layerNorm(w: Variables, name: string, x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normed = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normed, w[`${name}.gamma`]!), w[`${name}.beta`]!);
}

/** Exact: x · Φ(x). */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
