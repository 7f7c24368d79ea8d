import type { Model, Parameter } from "../ir/model.ts";
import { Builder } from "../program/builder.ts";
import type { Program, Value } from "../program/program.ts";
import { averageSlots, writeFreshAverage } from "./averages.ts";
import { effectsOf } from "./effects.ts";
import { learningRate } from "./objective.ts";
import { parameterInput } from "./parameter-input.ts";

/** Step 13 of 0.5: the projections on one parameter, in their order. */
export function project(model: Model, builder: Builder, parameter: Parameter, stepped: Value): Value {
  return effectsOf(parameter.policy, "projection").reduce(
    (weight, { effect, options }) =>
      effect.apply({ builder, parameter, weight, options, learningRate: learningRate(model) }),
    stepped,
  );
}

/**
 * The program that projects freshly initialised parameters, and their averages alike, once before the first step
 * (0.5 step 13); null when no parameter has a projection.
 */
export function synthesizeInitialProjection(model: Model): Program | null {
  const builder = new Builder("project-initial");
  const averaged = new Set(averageSlots(model).map(({ parameter }) => parameter.id));
  const projected = model.network.parameters.filter(
    ({ trainable, policy }) => trainable && effectsOf(policy, "projection").length > 0,
  );
  for (const parameter of projected) {
    builder.within(`update.${parameter.id}`, () => {
      const fresh = parameterInput(builder, parameter);
      const projected = project(model, builder, parameter, fresh);
      builder.write(parameter.id, projected);
      if (averaged.has(parameter.id)) writeFreshAverage(builder, parameter, projected);
    });
  }
  return projected.length === 0 ? null : builder.finish();
}
