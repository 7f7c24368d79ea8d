import { initialize } from "../compiler/definitions/initializers/initialize.ts";
import type { Model } from "../compiler/ir/model.ts";
import { optimize } from "../compiler/passes/optimize.ts";
import { makePlan } from "../compiler/plan/make-plan.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import { averageSlots, optimizerSlots, synthesizeInitialProjection } from "../compiler/synthesize/index.ts";
import type { Session } from "./backends/backend.ts";
import type { StateTensor } from "./training/step-runner.ts";

/** Every tensor that a model's run keeps, in a fixed order. */
export function stateTensors(model: Model): readonly StateTensor[] {
  const held = model.network.parameters.map(({ id, shape, trainable }): StateTensor => {
    return { name: id, kind: trainable ? "parameter" : "state", shape, dtype: "f32", evaluated: true };
  });
  const slots = optimizerSlots(model).map(({ name, shape }): StateTensor => {
    return { name, kind: "slot", shape, dtype: "f32", evaluated: false };
  });
  const averages = averageSlots(model).map(({ name, shape, evaluated }): StateTensor => {
    return { name, kind: "slot", shape, dtype: "f32", evaluated };
  });
  return [...held, ...slots, ...averages];
}

/** Makes fresh weights, statistics and slots; constraints hold from the start (0.5, step 13). */
export async function initializeState(model: Model, session: Session): Promise<void> {
  const { state } = session;
  const averageOf = new Map(averageSlots(model).map(({ parameter, name }) => [parameter.id, name]));
  for (const parameter of model.network.parameters) {
    const { id, shape } = parameter;
    const values = initialize(parameter, model.run.seed);
    state.set(id, values, { shape, dtype: "f32" });
    const average = averageOf.get(id);
    if (average !== undefined) state.set(average, values, { shape, dtype: "f32" });
  }
  for (const { name, shape, initial } of optimizerSlots(model)) {
    state.set(name, new Float32Array(sizeOf(shape)).fill(initial), { shape, dtype: "f32" });
  }
  await projectFreshWeights(model, session);
}

async function projectFreshWeights(model: Model, session: Session): Promise<void> {
  const program = synthesizeInitialProjection(model);
  if (program === null) return;
  const { plan } = makePlan(optimize(program).program, session.backend.name);
  if (plan === null) throw new RangeError("the initial projection cannot run where the training step can");
  const executor = await session.load(plan);
  const { fault } = await executor.run({ batch: new Map(), scalars: new Map(), keys: new Map() });
  if (fault !== null) throw new RangeError("an initializer gave a number that is not finite");
}
