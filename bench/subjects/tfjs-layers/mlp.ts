import * as tf from "@tensorflow/tfjs";

/** W1's network. @param rate of dropout; 0 leaves the layers out */
export function layersMlp(rate: number, activation: "softmax" | "linear"): tf.Sequential {
  const dropout = () => (rate > 0 ? [tf.layers.dropout({ rate })] : []);
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 512, activation: "relu", inputShape: [784] }),
      ...dropout(),
      tf.layers.dense({ units: 512, activation: "relu" }),
      ...dropout(),
      tf.layers.dense({ units: 10, activation }),
    ],
  });
}
