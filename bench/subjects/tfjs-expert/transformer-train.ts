import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { variablesOf } from "../tfjs/tensors.ts";
import { causalMask, tokenBatches } from "../tfjs/token-batches.ts";
import { expertAdam } from "./adam.ts";
import { join } from "./attention.ts";
import { crossEntropy, dense, inputGradient, kernelGradient } from "./dense.ts";
import { layerNorm, layerNormBack } from "./layer-norm.ts";
import { expertTraining } from "./training.ts";
import { type Gradients, transformerBlock } from "./transformer-block.ts";

const [WIDTH, HEADS, LENGTH, VOCABULARY] = [128, 4, 64, 65];
const SHAPE = { heads: HEADS, length: LENGTH, depth: WIDTH / HEADS };
const [TABLE, PLACES, NORM] = [
  "trunk.embedding.weight",
  "trunk.position_embedding.weight",
  "logits.layer_norm",
];

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  const w = variablesOf(fixture);
  const update = expertAdam(Object.values(w), 1e-3 * 0.01);
  const mask = causalMask(LENGTH);
  const joinHeads = (heads: tf.Tensor3D) => join(heads, SHAPE);
  return expertTraining(tokenBatches(fixture, VOCABULARY), ({ tokens, next }) => {
    const rows = tf.reshape(tf.matMul(tokens, w[TABLE]! as tf.Tensor2D), [-1, LENGTH, WIDTH]);
    const placed = tf.reshape(tf.add(rows, w[PLACES]!), [-1, WIDTH]) as tf.Tensor2D;
    const one = transformerBlock(w, "trunk.Transformer", placed, mask, SHAPE);
    const two = transformerBlock(w, "trunk.Transformer_2", one.y, mask, SHAPE);
    const normed = layerNorm(two.y, w[`${NORM}.gamma`]!, w[`${NORM}.beta`]!);
    const { loss, gradient } = crossEntropy(dense(normed.y, w["head.kernel"]!, w["head.bias"]!), next);

    const gradients: Gradients = {
      "head.kernel": kernelGradient(normed.y, gradient),
      "head.bias": tf.sum(gradient, 0),
    };
    const dNormed = inputGradient(gradient, w["head.kernel"]!);
    const { dx, dGamma, dBeta } = layerNormBack(normed, w[`${NORM}.gamma`]!, dNormed);
    gradients[`${NORM}.gamma`] = dGamma;
    gradients[`${NORM}.beta`] = dBeta;
    const dPlaced = one.back(two.back(dx, joinHeads, gradients), joinHeads, gradients);
    gradients[TABLE] = kernelGradient(tokens, dPlaced);
    gradients[PLACES] = tf.sum(tf.reshape(dPlaced, [-1, LENGTH, WIDTH]), 0);
    update(Object.keys(w).map((id) => gradients[id]!));
    return loss;
  });
};
