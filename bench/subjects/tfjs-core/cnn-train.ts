import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { labelledBatches, variablesOf } from "../tfjs/tensors.ts";
import { coreTraining } from "./training.ts";

const KERNELS = ["edges.kernel", "shapes.kernel", "hidden.kernel", "head.kernel"];

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  const w = variablesOf(fixture);
  const conv = (x: tf.Tensor4D, name: string) =>
    tf.relu(
      tf.add<tf.Tensor4D>(tf.conv2d(x, w[`${name}.kernel`]! as tf.Tensor4D, 1, "valid"), w[`${name}.bias`]!),
    );
  const dense = (x: tf.Tensor2D, name: string) =>
    tf.add<tf.Tensor2D>(tf.matMul(x, w[`${name}.kernel`]! as tf.Tensor2D), w[`${name}.bias`]!);
  return coreTraining({
    batches: labelledBatches(fixture, 10),
    loss({ image, label }) {
      const features = tf.maxPool(conv(conv(image as tf.Tensor4D, "edges"), "shapes"), 2, 2, "valid");
      const flat = tf.reshape(features, [image.shape[0]!, -1]) as tf.Tensor2D;
      const logits = dense(tf.relu(dense(flat, "hidden")), "head");
      const penalty = tf.addN(KERNELS.map((id) => tf.sum(tf.square(w[id]!))));
      return tf.add<tf.Scalar>(tf.losses.softmaxCrossEntropy(label, logits), tf.mul(penalty, 1e-4));
    },
  });
};
