import type { Transform } from "../definitions/optimizer.ts";
import type { Model, Parameter } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { type Averaging, averagingOf, buildAverage } from "./averages.ts";
import { effectsOf } from "./effects.ts";
import { learningRate } from "./objective.ts";
import { parameterInput } from "./parameter-input.ts";
import { project } from "./project.ts";
import { optimizerChain, slotName } from "./slots.ts";

/** Step 8 of 0.5: what is done to all gradients at once, in the order of the sites. */
export function transformGradients(
  model: Model,
  builder: Builder,
  given: readonly Value[],
): readonly Value[] {
  const sites = model.sites.filter(({ at }) => at.site === "gradient");
  return effectsOf(sites, "gradient").reduce(
    (gradients, { applied, effect, options }) =>
      builder.within(applied.id, () => effect.apply({ builder, gradients, options })),
    given,
  );
}

/** What the updates of all parameters have in common. */
export interface UpdateRule {
  readonly model: Model;
  /** The optimizer's transforms, in order. */
  readonly chain: readonly Transform[];
  readonly rate: HostScalar;
  /** Null where no average is kept. */
  readonly averaging: Averaging | null;
}

export function updateRuleOf(model: Model): UpdateRule {
  return {
    model,
    chain: optimizerChain(model),
    rate: learningRate(model),
    averaging: averagingOf(model),
  };
}

/** Steps 9 to 15 of 0.5 for one parameter; the new weight, its average and slots are written. */
export function buildUpdate(rule: UpdateRule, builder: Builder, parameter: Parameter, gradient: Value): void {
  const { model, rate, averaging } = rule;
  builder.within(`update.${parameter.id}`, () => {
    const old = parameterInput(builder, parameter);
    const context = { builder, parameter, learningRate: rate };

    const coupled = effectsOf(parameter.policy, "coupled-decay").reduce(
      (g, { effect, options }) => effect.apply({ ...context, weight: old, gradient: g, options }),
      gradient,
    );
    const direction = buildDirection(rule, builder, parameter, coupled);
    // Decay and step are both taken from the OLD weight (step 11, F-04).
    const decayed = effectsOf(parameter.policy, "decay").reduce(
      (w, { effect, options }) => builder.sub(w, effect.amount({ ...context, weight: old, options })),
      old,
    );
    const stepped = builder.sub(decayed, builder.mul(builder.scalar(rate), direction));
    const shrunk = effectsOf(parameter.policy, "prox").reduce(
      (weight, { effect, options }) => effect.apply({ ...context, weight, options }),
      stepped,
    );
    const next = project(model, builder, parameter, shrunk);
    builder.write(parameter.id, next);
    if (averaging !== null) buildAverage(averaging, builder, parameter, next);
  });
}

/** Step 10: the optimizer's chain of transforms. */
function buildDirection(
  { model, chain }: UpdateRule,
  builder: Builder,
  parameter: Parameter,
  gradient: Value,
): Value {
  return chain.reduce(
    (direction, transform) =>
      transform.apply({
        builder,
        direction,
        gradient,
        slot: (slot) =>
          builder.input("slot", slotName(model, slot, parameter), { shape: parameter.shape, dtype: "f32" }),
        // Decision 11.
        write: (slot, value) =>
          builder.write(slotName(model, slot, parameter), builder.flushSubnormal(value)),
        stepNumber: { op: "add", args: [{ op: "step" }, 1] },
      }),
    gradient,
  );
}
