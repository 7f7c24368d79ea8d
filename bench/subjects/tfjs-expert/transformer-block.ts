import * as tf from "@tensorflow/tfjs";
import { attend, attendBack, type Shape, split } from "./attention.ts";
import { dense, inputGradient, kernelGradient } from "./dense.ts";
import { gelu, geluBack } from "./gelu.ts";
import { layerNorm, layerNormBack } from "./layer-norm.ts";

/** Gradients by the parameter's path. */
export type Gradients = Record<string, tf.Tensor>;

const PARTS = ["query", "key", "value"] as const;

/** A pre-norm block: what it gives, and the way back through it, which leaves its gradients. */
export function transformerBlock(
  w: Readonly<Record<string, tf.Variable>>,
  name: string,
  x: tf.Tensor2D,
  mask: tf.Tensor2D,
  shape: Shape,
) {
  const apply = (prefix: string, input: tf.Tensor2D) =>
    dense(input, w[`${prefix}kernel`]!, w[`${prefix}bias`]!);
  const [norm1, norm2] = [`${name}.mixed.layer_norm`, `${name}.y.layer_norm`];
  const projection = `${name}.mixed.attention`;

  const first = layerNorm(x, w[`${norm1}.gamma`]!, w[`${norm1}.beta`]!);
  const [query, key, value] = PARTS.map((part) => split(apply(`${projection}.${part}_`, first.y), shape));
  const attended = attend({ query: query!, key: key!, value: value! }, mask, shape);
  const mixed = tf.add(x, apply(`${projection}.output_`, attended.y)) as tf.Tensor2D;
  const second = layerNorm(mixed, w[`${norm2}.gamma`]!, w[`${norm2}.beta`]!);
  const wide = gelu(apply(`${name}.widen.`, second.y));
  const y = tf.add(mixed, apply(`${name}.narrow.`, wide.y)) as tf.Tensor2D;

  function back(
    dy: tf.Tensor2D,
    joinHeads: (heads: tf.Tensor3D) => tf.Tensor2D,
    into: Gradients,
  ): tf.Tensor2D {
    const through = (prefix: string, input: tf.Tensor2D, d: tf.Tensor2D): tf.Tensor2D => {
      into[`${prefix}kernel`] = kernelGradient(input, d);
      into[`${prefix}bias`] = tf.sum(d, 0);
      return inputGradient(d, w[`${prefix}kernel`]!);
    };
    const throughNorm = (norm: string, normed: typeof first, d: tf.Tensor2D): tf.Tensor2D => {
      const { dx, dGamma, dBeta } = layerNormBack(normed, w[`${norm}.gamma`]!, d);
      into[`${norm}.gamma`] = dGamma;
      into[`${norm}.beta`] = dBeta;
      return dx;
    };
    const dWide = geluBack(wide, through(`${name}.narrow.`, wide.y, dy));
    const dMixed = tf.add(dy, throughNorm(norm2, second, through(`${name}.widen.`, second.y, dWide)));
    const dAttended = through(`${projection}.output_`, attended.y, dMixed as tf.Tensor2D);
    const dHeads = attendBack(attended, dAttended, shape);
    const dFirst = PARTS.map((part) => through(`${projection}.${part}_`, first.y, joinHeads(dHeads[part])));
    return tf.add(dMixed, throughNorm(norm1, first, tf.addN(dFirst))) as tf.Tensor2D;
  }

  return { y, back };
}
