import type { FixtureTensors } from "../../workloads/fixture.ts";
import type { SubjectModule } from "../subject.ts";
import { type Jax, type JaxArray, openJax, type Parameters } from "./open.ts";
import { crossEntropy, jaxArray, jaxTraining } from "./training.ts";

const [WIDTH, HEADS, LENGTH] = [128, 4, 64];

export const prepare: SubjectModule["prepare"] = async ({ weights, batches }) => {
  const jax = await openJax();
  const arrays = (tensors: FixtureTensors): Parameters =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, jaxArray(jax, tensor)]));
  return jaxTraining(jax, {
    parameters: arrays(weights),
    batches: batches.map(arrays),
    learningRate: 1e-3,
    decayShare: 1e-3 * 0.01,
    noiseSites: 0,
    loss(w, { tokens, next }) {
      const embedded = jax.numpy.take(w["trunk.embedding.weight"]!, tokens!, 0);
      const placed = embedded.add(w["trunk.position_embedding.weight"]!);
      const trunk = ["trunk.Transformer", "trunk.Transformer_2"].reduce(
        (x, name) => block(jax, w, name, x),
        placed,
      );
      const normed = layerNorm(jax, w, "logits.layer_norm", trunk);
      return crossEntropy(jax, dense(jax, w, "head.", normed), next!);
    },
  });
};

/** Pre-norm: both halves are added to what flows through. */
function block(jax: Jax, w: Parameters, name: string, x: JaxArray): JaxArray {
  const normed = layerNorm(jax, w, `${name}.mixed.layer_norm`, x.ref);
  const mixed = x.add(attention(jax, w, `${name}.mixed.attention`, normed));
  const wide = dense(jax, w, `${name}.widen.`, layerNorm(jax, w, `${name}.y.layer_norm`, mixed.ref));
  return mixed.add(dense(jax, w, `${name}.narrow.`, jax.nn.gelu(wide, { approximate: false })));
}

function attention(jax: Jax, w: Parameters, name: string, x: JaxArray): JaxArray {
  const examples = x.shape[0]!;
  const heads = (part: string): JaxArray =>
    dense(jax, w, `${name}.${part}_`, x.ref).reshape([examples, LENGTH, HEADS, WIDTH / HEADS]);
  const mixed = jax.nn.dotProductAttention(heads("query"), heads("key"), heads("value"), { isCausal: true });
  x.dispose();
  return dense(jax, w, `${name}.output_`, mixed.reshape([examples, LENGTH, WIDTH]));
}

function dense({ numpy: np }: Jax, w: Parameters, prefix: string, x: JaxArray): JaxArray {
  return np.matmul(x, w[`${prefix}kernel`]!).add(w[`${prefix}bias`]!);
}

function layerNorm({ nn }: Jax, w: Parameters, name: string, x: JaxArray): JaxArray {
  return nn.standardize(x, -1, { epsilon: 1e-5 }).mul(w[`${name}.gamma`]!).add(w[`${name}.beta`]!);
}
