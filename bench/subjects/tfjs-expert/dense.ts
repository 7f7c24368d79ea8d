import * as tf from "@tensorflow/tfjs";

/** Activation and bias are fused into the product. */
export function dense(
  x: tf.Tensor2D,
  kernel: tf.Variable,
  bias: tf.Variable,
  activation: "linear" | "relu" = "linear",
): tf.Tensor2D {
  return tf.fused.matMul({ a: x, b: kernel as tf.Tensor2D, bias, activation }) as tf.Tensor2D;
}

/** Products of plain matrices are fast on wasm, those that transpose an operand are not: it is transposed first. */
export function kernelGradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.transpose(x), dy);
}

export function inputGradient(dy: tf.Tensor2D, kernel: tf.Variable): tf.Tensor2D {
  return tf.matMul(dy, tf.transpose(kernel as tf.Tensor2D));
}

/** Where the activation is 0 the gradient stops. */
export function throughRelu(activation: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  return tf.mul(dy, tf.step(activation));
}

/** Mean cross-entropy, and its gradient in closed form: (softmax - label) / examples. */
export function crossEntropy(
  logits: tf.Tensor2D,
  label: tf.Tensor2D,
): { readonly loss: tf.Scalar; readonly gradient: tf.Tensor2D } {
  const examples = logits.shape[0];
  const logs = tf.logSoftmax(logits);
  return {
    loss: tf.mul(tf.sum(tf.mul(logs, label)), -1 / examples) as tf.Scalar,
    gradient: tf.mul(tf.sub(tf.exp(logs), label), 1 / examples) as tf.Tensor2D,
  };
}
