import type { FixtureTensor } from "../../workloads/fixture.ts";
import type { Subject } from "../subject.ts";
import { type AdamRates, type AdamState, adamRates, adamUpdate, freshState } from "./adam.ts";
import type { Jax, JaxArray, Parameters } from "./open.ts";

export interface JaxTask {
  readonly parameters: Parameters;
  readonly batches: readonly Parameters[];
  readonly learningRate: number;
  /** What AdamW takes of a matrix in each step; 0 for Adam. */
  readonly decayShare: number;
  /** How many sites draw noise; each is given a key. */
  readonly noiseSites: number;
  /** Consumes its arguments. */
  loss(parameters: Parameters, batch: Parameters, keys: readonly JaxArray[]): JaxArray;
}

export function jaxArray({ numpy: np }: Jax, { shape, values }: FixtureTensor): JaxArray {
  return np.array(values, { shape });
}

/** The whole step, forward, backward and update, under one `jit`, as jax-js recommends for long sequences. */
export function jaxTraining(jax: Jax, task: JaxTask): Subject {
  const lossAndGradients = jax.valueAndGrad(task.loss);
  const compiled = jax.jit(
    (
      state: AdamState,
      batch: Parameters,
      keys: readonly JaxArray[],
      rates: AdamRates,
    ): [JaxArray, AdamState] => {
      const [loss, gradients] = lossAndGradients(jax.tree.ref(state.parameters), batch, keys);
      return [loss, adamUpdate(jax, state, gradients, rates, task.decayShare)];
    },
  );
  let state = freshState(jax, task.parameters);
  let steps = 0;
  return {
    async step(batch) {
      steps++;
      const rates = adamRates(jax, task.learningRate, steps);
      const given = jax.tree.ref(task.batches[batch]!);
      const keys = Array.from({ length: task.noiseSites }, (_, site) =>
        jax.random.key(steps * task.noiseSites + site),
      );
      const [loss, next] = compiled(state, given, keys, rates);
      state = next;
      return (await loss.data())[0]!;
    },
  };
}

/** Mean cross-entropy of logits and class indices; consumes both. */
export function crossEntropy({ nn }: Jax, logits: JaxArray, label: JaxArray): JaxArray {
  const [classes, examples] = [logits.shape.at(-1)!, label.shape.reduce((a, b) => a * b, 1)];
  return nn
    .oneHot(label, classes)
    .mul(nn.logSoftmax(logits))
    .sum()
    .mul(-1 / examples);
}
