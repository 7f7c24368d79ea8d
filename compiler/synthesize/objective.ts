import { asHostScalar } from "../definitions/as-host-scalar.ts";
import type { Model, Parameter } from "../ir/model.ts";
import type { Schedule } from "../ir/schedule.ts";
import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { evaluatedInputs } from "./averages.ts";
import { buildDataLoss } from "./data-loss.ts";
import { effectsOf } from "./effects.ts";
import { buildForward, type Forward } from "./forward.ts";
import { parameterInput } from "./parameter-input.ts";
import { PenaltySums } from "./penalty-sums.ts";

/** η at this step, of an optimizer's `lr`. */
export function learningRate({ optimizer }: Model): HostScalar {
  return asHostScalar(optimizer.options.lr as Schedule);
}

/**
 * Steps 2 to 6 of 0.5: forward and the loss, in training or as evaluation reports it. Outputs `loss.data`,
 * `loss.penalty.<technique>` and `loss.total`, with the same terms in both (0.8, T-12).
 */
export function buildObjective(
  model: Model,
  builder: Builder,
  setting: { readonly batchSize: number; readonly training: boolean },
): { readonly total: Value; readonly forward: Forward } {
  const penalties = new PenaltySums(builder);
  const forward = buildForward(model, { builder, ...setting, penalties });
  const data = buildDataLoss(model, builder, forward.outputs, setting.training);
  addParameterPenalties(model, builder, penalties, setting.training);
  builder.output("loss.data", data);
  let total = data;
  for (const [technique, value] of penalties.entries()) {
    builder.output(`loss.penalty.${technique}`, value);
    total = builder.within("loss", () => builder.add(total, value));
  }
  builder.output("loss.total", total);
  return { total, forward };
}

/** Once per variable, however often the network uses it (N-14), and never divided by the batch (N-17). */
function addParameterPenalties(
  model: Model,
  builder: Builder,
  penalties: PenaltySums,
  training: boolean,
): void {
  const inputOf = training
    ? (parameter: Parameter) => parameterInput(builder, parameter)
    : evaluatedInputs(model, builder);
  for (const parameter of model.network.parameters) {
    if (!parameter.trainable) continue;
    for (const { applied, effect, options } of effectsOf(parameter.policy, "penalty")) {
      const weight = inputOf(parameter);
      const context = { builder, parameter, weight, options, learningRate: learningRate(model) };
      const term = builder.within(`penalty.${applied.technique}.${parameter.id}`, () =>
        effect.value(context),
      );
      builder.within(`penalty.${applied.technique}`, () => penalties.add(applied.technique, term));
    }
  }
}
