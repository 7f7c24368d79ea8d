import { checkedOptions } from "../definitions/option-spec.ts";
import { scheduleRange } from "../definitions/schedules/evaluate.ts";
import type { Applied, Parameter } from "../ir/model.ts";
import type { Schedule } from "../ir/schedule.ts";
import { Builder } from "../program/builder.ts";
import { differentiate } from "../program/differentiate.ts";
import { inputKey, interpret } from "../program/interpret.ts";
import type { Value } from "../program/program.ts";
import { definitionOf } from "../synthesize/definition-of.ts";

/** How far one step moves a weight w towards 0 while the data has no say: `share·w + distance`. */
export interface Pull {
  readonly share: number;
  readonly distance: number;
  /** Whether the optimizer sees it, as part of the gradient, and not only the weight. */
  readonly inGradient: boolean;
}

/**
 * Measured, not tabulated: the technique's own definition acts on a parameter of one number, in the interpreter, so
 * a new technique needs nothing here. Null for techniques that move weights at no steady pace (projections).
 * @param learningRate η; schedules of the strength are taken at their greatest
 */
export function measurePull(parameter: Parameter, applied: Applied, learningRate: number): Pull | null {
  const { step } = definitionOf.technique(applied.technique).effect;
  const moved = [1, 2].map((weight) => displacement(parameter, applied, learningRate, weight));
  const [first, second] = moved;
  if (first == null || second == null) return null;
  return {
    share: tidy(second - first),
    distance: tidy(2 * first - second),
    inGradient: step === "penalty" || step === "coupled-decay",
  };
}

function displacement(
  parameter: Parameter,
  applied: Applied,
  learningRate: number,
  number: number,
): number | null {
  const shape = parameter.shape.map(() => 1);
  const builder = new Builder("pull");
  const weight = builder.input("parameter", parameter.id, { shape, dtype: "f32" });
  const moved = move(builder, { ...parameter, shape }, applied, learningRate, weight);
  if (moved === null) return null;
  builder.output("moved", moved);
  const { program } = differentiate(builder.finish());
  const held = { shape, dtype: "f32" as const, data: Float64Array.of(number) };
  const inputs = new Map([[inputKey({ kind: "parameter", name: parameter.id }), held]]);
  const greatest = (schedule: Schedule): number => scheduleRange(schedule)[1];
  const { outputs } = interpret(program, inputs, { step: 0, seed: 0, evaluateSchedule: greatest });
  return outputs.get("moved")!.data[0]!;
}

/** What a step of plain gradient descent subtracts from the weight on behalf of the technique. */
function move(
  builder: Builder,
  parameter: Parameter,
  applied: Applied,
  learningRate: number,
  weight: Value,
): Value | null {
  const { effect } = definitionOf.technique(applied.technique);
  const context = { builder, parameter, options: checkedOptions(applied.options), learningRate, weight };
  switch (effect.step) {
    case "penalty":
      return builder.scale(builder.gradient(effect.value(context), weight), learningRate);
    case "coupled-decay":
      return builder.scale(
        effect.apply({ ...context, gradient: builder.constant(0, weight.shape) }),
        learningRate,
      );
    case "decay":
      return effect.amount(context);
    case "prox":
      return builder.sub(weight, effect.apply(context));
    default:
      return null;
  }
}

/** Without the last digits, which are rounding; 0 for what is rounding alone. */
function tidy(value: number): number {
  return Math.abs(value) < 1e-14 ? 0 : Number(value.toPrecision(10));
}
