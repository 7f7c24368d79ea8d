import type { Jax, JaxArray, Parameters } from "./open.ts";

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export interface AdamState {
  readonly parameters: Parameters;
  readonly first: Parameters;
  readonly second: Parameters;
}

/** Everything that changes from step to step, as arrays: a plain number would be compiled in. */
export interface AdamRates {
  /** lr / (1 - beta1^t). */
  readonly rate: JaxArray;
  /** 1 / √(1 - beta2^t). */
  readonly correction: JaxArray;
}

export function adamRates({ numpy: np }: Jax, learningRate: number, step: number): AdamRates {
  const scalar = (value: number) => np.array(Float32Array.of(value), { shape: [] });
  return {
    rate: scalar(learningRate / (1 - BETA1 ** step)),
    correction: scalar(1 / Math.sqrt(1 - BETA2 ** step)),
  };
}

export function freshState(jax: Jax, parameters: Parameters): AdamState {
  const zeros = () =>
    Object.fromEntries(Object.entries(parameters).map(([id, { shape }]) => [id, jax.numpy.zeros(shape)]));
  return { parameters, first: zeros(), second: zeros() };
}

/** Adam; with a share, matrices first shrink by it (AdamW). All arguments are consumed. */
export function adamUpdate(
  { numpy: np }: Jax,
  state: AdamState,
  gradients: Parameters,
  { rate, correction }: AdamRates,
  decayShare: number,
): AdamState {
  const parameters: Record<string, JaxArray> = {};
  const first: Record<string, JaxArray> = {};
  const second: Record<string, JaxArray> = {};
  for (const [id, weight] of Object.entries(state.parameters)) {
    const gradient = gradients[id]!;
    const m = state.first[id]!.mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const v = state.second[id]!.mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
    const root = np.sqrt(v.ref).mul(correction.ref).add(EPSILON);
    const kept = weight.shape.length >= 2 && decayShare > 0 ? weight.mul(1 - decayShare) : weight;
    parameters[id] = kept.sub(m.ref.mul(rate.ref).div(root));
    first[id] = m;
    second[id] = v;
  }
  rate.dispose();
  correction.dispose();
  return { parameters, first, second };
}
