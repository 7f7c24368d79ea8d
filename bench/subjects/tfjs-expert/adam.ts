import * as tf from "@tensorflow/tfjs";

/** Adam by tfjs's own optimizer, which takes gradients that were made elsewhere; matrices first shrink by a share. */
export function expertAdam(variables: readonly tf.Variable[], decayShare: number) {
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const decayed = decayShare > 0 ? variables.filter(({ rank }) => rank >= 2) : [];
  return (gradients: readonly tf.Tensor[]): void => {
    for (const variable of decayed) variable.assign(tf.mul(variable, 1 - decayShare));
    optimizer.applyGradients(variables.map(({ name }, i) => ({ name, tensor: gradients[i]! })));
  };
}
