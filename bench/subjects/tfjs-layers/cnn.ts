import * as tf from "@tensorflow/tfjs";

/** W2's network. @param strength of the L2 penalty on kernels */
export function layersCnn(strength: number, activation: "softmax" | "linear"): tf.Sequential {
  const kernelRegularizer = tf.regularizers.l2({ l2: strength });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 32,
        kernelSize: 3,
        activation: "relu",
        inputShape: [28, 28, 1],
        kernelRegularizer,
      }),
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu", kernelRegularizer }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 128, activation: "relu", kernelRegularizer }),
      tf.layers.dense({ units: 10, activation, kernelRegularizer }),
    ],
  });
}
