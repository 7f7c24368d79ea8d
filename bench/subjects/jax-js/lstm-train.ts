import type { FixtureTensors } from "../../workloads/fixture.ts";
import type { SubjectModule } from "../subject.ts";
import { type Jax, type JaxArray, openJax, type Parameters } from "./open.ts";
import { crossEntropy, jaxArray, jaxTraining } from "./training.ts";

const [WIDTH, LENGTH, VOCABULARY] = [128, 64, 65];

/** jax-js has no `scan`: the recurrence is written out, step after step. */
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
      const { numpy: np } = jax;
      // The gradient of `take` does not compile in this step ("scatter input is not imm"); a product's does.
      const embedded = np.matmul(jax.nn.oneHot(tokens!, VOCABULARY), w["logits.embedding.weight"]!);
      const inputs = np.matmul(embedded, w["memory.kernel"]!).add(w["memory.bias"]!);
      const hidden = recur(jax, inputs, w["memory.recurrent"]!);
      return crossEntropy(jax, np.matmul(hidden, w["head.kernel"]!).add(w["head.bias"]!), next!);
    },
  });
};

/** [examples, length, 4 · width] of gates to [examples, length, width]; consumes both. */
function recur({ numpy: np, nn }: Jax, inputs: JaxArray, recurrent: JaxArray): JaxArray {
  const examples = inputs.shape[0]!;
  let hidden = np.zeros([examples, WIDTH]);
  let cell = np.zeros([examples, WIDTH]);
  const outputs: JaxArray[] = [];
  for (const input of np.split(inputs, LENGTH, 1)) {
    const gates = input.reshape([examples, 4 * WIDTH]).add(np.matmul(hidden, recurrent.ref));
    const [i, f, g, o] = np.split(gates, 4, 1) as [JaxArray, JaxArray, JaxArray, JaxArray];
    cell = nn
      .sigmoid(f)
      .mul(cell)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    hidden = nn.sigmoid(o).mul(np.tanh(cell.ref));
    outputs.push(hidden.ref);
  }
  for (const rest of [hidden, cell, recurrent]) rest.dispose();
  return np.stack(outputs, 1);
}
