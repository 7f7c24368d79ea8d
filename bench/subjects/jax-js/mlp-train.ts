import type { SubjectModule } from "../subject.ts";
import { type Jax, type JaxArray, openJax, type Parameters } from "./open.ts";
import { crossEntropy, jaxArray, jaxTraining } from "./training.ts";

const RATE = 0.2;

export const prepare: SubjectModule["prepare"] = async ({ weights, batches }, { noise }) => {
  const jax = await openJax();
  const arrays = (tensors: typeof weights): Parameters =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, jaxArray(jax, tensor)]));
  return jaxTraining(jax, {
    parameters: arrays(weights),
    batches: batches.map(arrays),
    learningRate: 1e-3,
    decayShare: 1e-3 * 0.01,
    noiseSites: noise ? 2 : 0,
    loss(w, { image, label }, keys) {
      const dense = (x: JaxArray, name: string) =>
        jax.numpy.matmul(x, w[`${name}.kernel`]!).add(w[`${name}.bias`]!);
      const first = dropout(jax, jax.nn.relu(dense(image!, "first")), keys[0]);
      const second = dropout(jax, jax.nn.relu(dense(first, "second")), keys[1]);
      return crossEntropy(jax, dense(second, "head"), label!);
    },
  });
};

function dropout(jax: Jax, x: JaxArray, key: JaxArray | undefined): JaxArray {
  if (key === undefined) return x;
  const kept = jax.random.bernoulli(key, 1 - RATE, x.shape);
  return jax.numpy.where(kept, x.mul(1 / (1 - RATE)), 0);
}
