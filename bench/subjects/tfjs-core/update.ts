import * as tf from "@tensorflow/tfjs";
import { fillMatrix, firstWeight, gradientValue, MATRICES } from "../../workloads/update-matrices.ts";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";

const [RATE, DECAY, BOUND, MAX_NORM, KEEP] = [1e-3, 0.01, 1, 3, 0.999];

/** There is neither AdamW, clipping, max norm nor an average of weights in tfjs: each is written with its operations. */
export const prepare: SubjectModule["prepare"] = async (_, { sizes, noise }) => {
  await openTfjs();
  const matrices = Array.from({ length: MATRICES }, (_, matrix) =>
    makeMatrix(matrix, sizes.rows!, sizes.columns!),
  );
  const optimizer = tf.train.adam(RATE, 0.9, 0.999, 1e-8);
  return {
    step: () =>
      tf.tidy(() => {
        const norm = tf.sqrt(tf.addN(matrices.map(({ gradient }) => tf.sum(tf.square(gradient)))));
        const scale = tf.minimum(tf.div(BOUND, tf.add(norm, 1e-6)), 1);
        for (const { weight } of matrices) weight.assign(tf.mul(weight, 1 - RATE * DECAY));
        optimizer.applyGradients(
          matrices.map(({ weight, gradient }) => ({ name: weight.name, tensor: tf.mul(gradient, scale) })),
        );
        for (const { weight, average } of matrices) {
          const norms = tf.norm(weight, 2, 0, true);
          weight.assign(tf.mul(weight, tf.minimum(tf.div(MAX_NORM, norms), 1)));
          average.assign(tf.add(tf.mul(average, KEEP), tf.mul(weight, 1 - KEEP)));
        }
        return noise ? 0 : tf.mean(tf.square(matrices.at(-1)!.weight)).dataSync()[0]!;
      }),
  };
};

function makeMatrix(matrix: number, rows: number, columns: number) {
  const shape: [number, number] = matrix % 2 === 0 ? [rows, columns] : [columns, rows];
  const size = rows * columns;
  const weights = fillMatrix(size, (index) => firstWeight(matrix, index));
  const gradients = fillMatrix(size, (index) => gradientValue(matrix, index));
  return {
    weight: tf.variable(tf.tensor2d(weights, shape)),
    average: tf.variable(tf.tensor2d(weights, shape)),
    gradient: tf.tensor2d(gradients, shape),
  };
}
