import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { labelledBatches, variablesOf } from "../tfjs/tensors.ts";
import { expertAdam } from "./adam.ts";
import { crossEntropy, dense, inputGradient, kernelGradient } from "./dense.ts";
import { expertTraining } from "./training.ts";

const RATE = 0.2;

export const prepare: SubjectModule["prepare"] = async (fixture, { noise }) => {
  await openTfjs();
  const variables = Object.values(variablesOf(fixture));
  const [w1, b1, w2, b2, w3, b3] = variables as [
    tf.Variable,
    tf.Variable,
    tf.Variable,
    tf.Variable,
    tf.Variable,
    tf.Variable,
  ];
  const update = expertAdam(variables, 1e-3 * 0.01);
  // Values that are kept are scaled, so the mask of the way back holds the scale where they are positive too.
  const drop = (x: tf.Tensor2D) => (noise ? (tf.dropout(x, RATE) as tf.Tensor2D) : x);
  const scale = noise ? 1 / (1 - RATE) : 1;
  const back = (dropped: tf.Tensor2D, dy: tf.Tensor2D) =>
    tf.mul(dy, tf.mul(tf.step(dropped), scale)) as tf.Tensor2D;
  return expertTraining(labelledBatches(fixture, 10), ({ image, label }) => {
    const x = image as tf.Tensor2D;
    const first = drop(dense(x, w1, b1, "relu"));
    const second = drop(dense(first, w2, b2, "relu"));
    const { loss, gradient } = crossEntropy(dense(second, w3, b3), label);
    const toSecond = back(second, inputGradient(gradient, w3));
    const toFirst = back(first, inputGradient(toSecond, w2));
    update([
      kernelGradient(x, toFirst),
      tf.sum(toFirst, 0),
      kernelGradient(first, toSecond),
      tf.sum(toSecond, 0),
      kernelGradient(second, gradient),
      tf.sum(gradient, 0),
    ]);
    return loss;
  });
};
