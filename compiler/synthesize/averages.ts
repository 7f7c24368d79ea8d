/** Step 15 of 0.5: averages of the weights, which evaluation may read in their place (0.6). */

import type { Model, Parameter } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { effectsOf } from "./effects.ts";
import { parameterInput } from "./parameter-input.ts";
import { updatedParameters } from "./updated-parameters.ts";

/** The average that a run keeps of one parameter or statistic, as a slot; before the first step it is a copy. */
export interface AverageSlot {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether evaluation reads it. */
  readonly evaluated: boolean;
  readonly parameter: Parameter;
}

export interface Averaging {
  readonly keep: HostScalar;
  readonly evaluates: boolean;
}

/** How the model's weights are averaged, if they are. */
export function averagingOf({ sites }: Model): Averaging | null {
  const [active] = effectsOf(sites, "average");
  if (active === undefined) return null;
  const { effect, options } = active;
  return { keep: effect.keep(options), evaluates: effect.evaluates(options) };
}

/**
 * Of all that training changes: weights, and moving statistics too, as those of the last weights would not belong
 * to their average (L-22; timm's ModelEma). A parameter that nothing updates is its own average.
 */
export function averageSlots(model: Model): readonly AverageSlot[] {
  const averaging = averagingOf(model);
  if (averaging === null) return [];
  const statistics = model.network.parameters.filter(({ trainable }) => !trainable);
  return [...updatedParameters(model), ...statistics].map((parameter) => ({
    name: averageName(parameter),
    shape: parameter.shape,
    evaluated: averaging.evaluates,
    parameter,
  }));
}

/** What evaluation and prediction take for each parameter. */
export function evaluatedInputs(model: Model, builder: Builder): (parameter: Parameter) => Value {
  const slots = averageSlots(model).filter(({ evaluated }) => evaluated);
  const averaged = new Set(slots.map(({ parameter }) => parameter.id));
  return (parameter) =>
    averaged.has(parameter.id) ? averageInput(builder, parameter) : parameterInput(builder, parameter);
}

/** Follows the new value of a parameter, in the loop that makes it (F-19). */
export function buildAverage(
  averaging: Averaging,
  builder: Builder,
  parameter: Parameter,
  value: Value,
): void {
  const keep = builder.scalar(averaging.keep);
  const share = builder.scalar({ op: "sub", args: [1, averaging.keep] });
  const kept = builder.mul(keep, averageInput(builder, parameter));
  builder.write(averageName(parameter), builder.add(kept, builder.mul(share, value)));
}

/** The average of a fresh value is the value itself. */
export function writeFreshAverage(builder: Builder, parameter: Parameter, value: Value): void {
  averageInput(builder, parameter);
  builder.write(averageName(parameter), value);
}

function averageInput(builder: Builder, parameter: Parameter): Value {
  return builder.input("slot", averageName(parameter), { shape: parameter.shape, dtype: "f32" });
}

function averageName({ id }: Parameter): string {
  return `ema/${id}`;
}
