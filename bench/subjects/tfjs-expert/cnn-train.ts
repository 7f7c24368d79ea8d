import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { labelledBatches, variablesOf } from "../tfjs/tensors.ts";
import { expertAdam } from "./adam.ts";
import { convolution, filterGradient, inputGradientOfConvolution } from "./convolution.ts";
import { crossEntropy, dense, inputGradient, kernelGradient, throughRelu } from "./dense.ts";
import { expertTraining } from "./training.ts";

const STRENGTH = 1e-4;

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  const w = variablesOf(fixture);
  const variable = (id: string) => w[id]!;
  const variables = Object.values(w);
  const kernels = variables.filter(({ rank }) => rank >= 2);
  const update = expertAdam(variables, 0);
  const pool = (x: tf.Tensor4D) => tf.maxPool(x, 2, 2, "valid");
  const throughPool = tf.grad((x) => pool(x as tf.Tensor4D));
  const conv = (x: tf.Tensor4D, name: string) =>
    convolution(x, variable(`${name}.kernel`), variable(`${name}.bias`));
  return expertTraining(labelledBatches(fixture, 10), ({ image, label }) => {
    const x = image as tf.Tensor4D;
    const edges = conv(x, "edges");
    const shapes = conv(edges, "shapes");
    const pooled = pool(shapes);
    const flat = tf.reshape(pooled, [x.shape[0], -1]) as tf.Tensor2D;
    const hidden = dense(flat, variable("hidden.kernel"), variable("hidden.bias"), "relu");
    const { loss, gradient } = crossEntropy(
      dense(hidden, variable("head.kernel"), variable("head.bias")),
      label,
    );
    const toHidden = throughRelu(hidden, inputGradient(gradient, variable("head.kernel"))) as tf.Tensor2D;
    const toPooled = tf.reshape(inputGradient(toHidden, variable("hidden.kernel")), pooled.shape);
    const toShapes = throughRelu(shapes, throughPool(shapes, toPooled)) as tf.Tensor4D;
    const toEdges = throughRelu(edges, inputGradientOfConvolution(toShapes, variable("shapes.kernel")));
    const withPenalty = (id: string, dw: tf.Tensor) => tf.add(dw, tf.mul(variable(id), 2 * STRENGTH));
    const penalty = tf.addN(kernels.map((kernel) => tf.sum(tf.square(kernel))));
    update([
      withPenalty("edges.kernel", filterGradient(x, toEdges as tf.Tensor4D, [3, 3])),
      tf.sum(toEdges, [0, 1, 2]),
      withPenalty("shapes.kernel", filterGradient(edges, toShapes, [3, 3])),
      tf.sum(toShapes, [0, 1, 2]),
      withPenalty("hidden.kernel", kernelGradient(flat, toHidden)),
      tf.sum(toHidden, 0),
      withPenalty("head.kernel", kernelGradient(hidden, gradient)),
      tf.sum(gradient, 0),
    ]);
    return tf.add(loss, tf.mul(penalty, STRENGTH)) as tf.Scalar;
  });
};
