import * as tf from "@tensorflow/tfjs";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { labelledBatches, variablesOf } from "../tfjs/tensors.ts";
import { coreTraining } from "./training.ts";

export const prepare: SubjectModule["prepare"] = async (fixture, { noise }) => {
  await openTfjs();
  const w = variablesOf(fixture);
  const dense = (x: tf.Tensor2D, name: string) =>
    tf.add<tf.Tensor2D>(tf.matMul(x, w[`${name}.kernel`]! as tf.Tensor2D), w[`${name}.bias`]!);
  const hidden = (x: tf.Tensor2D, name: string) => {
    const activation = tf.relu(dense(x, name));
    return noise ? (tf.dropout(activation, 0.2) as tf.Tensor2D) : activation;
  };
  return coreTraining({
    batches: labelledBatches(fixture, 10),
    loss({ image, label }) {
      const logits = dense(hidden(hidden(image as tf.Tensor2D, "first"), "second"), "head");
      return tf.losses.softmaxCrossEntropy(label, logits) as tf.Scalar;
    },
    decayed: {
      variables: ["first", "second", "head"].map((name) => w[`${name}.kernel`]!),
      share: 1e-3 * 0.01,
    },
  });
};
