import { initialize } from "../compiler/definitions/initializers/initialize.ts";
import type { Model } from "../compiler/ir/model.ts";
import { optimize } from "../compiler/passes/optimize.ts";
import { makePlan } from "../compiler/plan/make-plan.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import { optimizerSlots, synthesizeInitialProjection } from "../compiler/synthesize/index.ts";
import { Executor } from "./executor.ts";
import type { TensorStore } from "./tensor-store.ts";
import type { StateTensor } from "./training/step-runner.ts";

/** Every tensor that a model's run keeps, in a fixed order. */
export function stateTensors(model: Model): readonly StateTensor[] {
  const held = model.network.parameters.map(({ id, shape, trainable }): StateTensor => {
    return { name: id, kind: trainable ? "parameter" : "state", shape, dtype: "f32", evaluated: true };
  });
  const slots = optimizerSlots(model).map(({ name, shape }): StateTensor => {
    return { name, kind: "slot", shape, dtype: "f32", evaluated: false };
  });
  return [...held, ...slots];
}

/** Fills the store with fresh weights, statistics and slots; constraints hold from the start (0.5, step 13). */
export function initializeState(model: Model, store: TensorStore): void {
  for (const parameter of model.network.parameters) {
    const values = initialize(parameter, model.run.seed);
    store.set(parameter.id, values, { shape: parameter.shape, dtype: "f32" });
  }
  for (const { name, shape, initial } of optimizerSlots(model)) {
    store.set(name, new Float32Array(sizeOf(shape)).fill(initial), { shape, dtype: "f32" });
  }
  projectFreshWeights(model, store);
}

function projectFreshWeights(model: Model, store: TensorStore): void {
  const program = synthesizeInitialProjection(model);
  if (program === null) return;
  const { plan } = makePlan(optimize(program).program, store.backend.name);
  if (plan === null) throw new RangeError("the initial projection cannot run where the training step can");
  const executor = new Executor(plan, store);
  try {
    const { fault } = executor.run({ batch: new Map(), scalars: new Map(), keys: new Map() });
    if (fault !== null) throw new RangeError("an initializer gave a number that is not finite");
  } finally {
    executor.dispose();
  }
}
