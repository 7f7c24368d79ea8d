import type { Model } from "../ir/model.ts";
import { Builder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import { buildAverage } from "./averages.ts";
import { buildObjective } from "./objective.ts";
import { parameterInput } from "./parameter-input.ts";
import { buildUpdate, transformGradients, updateRuleOf } from "./update.ts";
import { updatedParameters } from "./updated-parameters.ts";

/**
 * One training step, in the normative order of 0.5, before differentiation: gradients are `gradient` instructions.
 * Batch inputs are the network's inputs and the loss's target, by name; outputs `loss.data`,
 * `loss.penalty.<technique>`, `loss.total` and `metric.<name>.<term>`, the terms summed over the batch.
 * @param model a validated model
 * @param batchSize examples per step, 1 or more
 * @throws ProgramError when the model breaks its own rules
 */
export function synthesizeTrain(model: Model, batchSize: number): Program {
  const builder = new Builder("train");
  const { total, forward } = buildObjective(model, builder, { batchSize, training: true });
  const parameters = updatedParameters(model);
  const gradients = parameters.map((parameter) =>
    builder.within(`gradient.${parameter.id}`, () =>
      builder.gradient(total, parameterInput(builder, parameter)),
    ),
  );
  const transformed = transformGradients(model, builder, gradients);
  const rule = updateRuleOf(model);
  for (const [i, parameter] of parameters.entries()) buildUpdate(rule, builder, parameter, transformed[i]!);
  const statistics = new Map(model.network.parameters.map((parameter) => [parameter.id, parameter]));
  for (const [id, value] of forward.updates) {
    builder.write(id, value);
    const { averaging } = rule;
    if (averaging !== null)
      builder.within(`update.${id}`, () => buildAverage(averaging, builder, statistics.get(id)!, value));
  }
  return builder.finish();
}
