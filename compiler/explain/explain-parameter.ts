import { stepOf } from "../check/policy/step-order.ts";
import type { Definition } from "../definitions/definition.ts";
import { initializers } from "../definitions/initializers/index.ts";
import { checkedOptions } from "../definitions/option-spec.ts";
import type { Applied, Initializer, Model, Parameter } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { sizeOf } from "../program/nd-array.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { updatedParameters } from "../synthesize/updated-parameters.ts";
import { deriveStrength } from "./derive-strength.ts";
import { explainLostRule } from "./explain-lost-rule.ts";
import { explainRemoved } from "./explain-removed.ts";
import type { AppliedExplanation, ParameterExplanation } from "./explanation.ts";
import { parameterNotes, parameterOutcomes } from "./find-outcomes.ts";
import { findScaleInvariance } from "./find-scale-invariance.ts";
import { writeCall, writeClause } from "./write-option.ts";

/** One parameter, whether anything reached it or not: silence has to be visible too. */
export function explainParameter(
  model: Model,
  parameter: Parameter,
  notes: readonly Note[],
  stepsPerEpoch: number | null,
): ParameterExplanation {
  const { network } = model;
  const { id, role, shape, trainable, initializer, origin } = parameter;
  const policy = parameter.policy.map((applied): AppliedExplanation => {
    const strength = deriveStrength(model, parameter, applied, stepsPerEpoch);
    const compiled = parameterOutcomes(applied, parameter, strength, notes);
    return { ...explainActing(applied), strength, compiled };
  });
  const share = policy.reduce(
    (sum, { strength }) => sum + (strength?.kind === "steady" ? strength.share : 0),
    0,
  );
  return {
    id,
    role,
    shape,
    size: sizeOf(shape),
    trainable,
    usedBy: network.nodes.flatMap(({ id: node, parameters }) =>
      Object.values(parameters).includes(id) ? [node] : [],
    ),
    updated: updatedParameters(model).includes(parameter),
    initializer: writeInitializer(initializer, shape),
    origin: origin ?? null,
    policy,
    removed: (parameter.removed ?? []).map(explainRemoved),
    share,
    scaleInvariance: findScaleInvariance(model, parameter, policy),
    notes: parameterNotes(model, parameter, notes),
  };
}

/** What can be said of a technique wherever it acts. */
export function explainActing(applied: Applied) {
  const { technique, options, rule, overridden } = applied;
  const definition = definitionOf.technique(technique);
  return {
    technique,
    clause: writeClause(definition, options),
    options,
    stage: definition.effect.step === "run" ? null : stepOf(technique),
    rule: rule ?? null,
    effective: definition.effective(checkedOptions(options)),
    overridden: (overridden ?? []).map((loser) => explainLostRule(loser, rule)),
  };
}

/** Fans matter only where weights are drawn in their measure, which are matrices and filters. */
function writeInitializer({ name, options, fanIn, fanOut }: Initializer, shape: readonly number[]): string {
  const definition = (initializers as Readonly<Record<string, Definition>>)[name]!;
  const call = writeCall(definition, options);
  return shape.length < 2 ? call : `${call}, fan in ${fanIn}, fan out ${fanOut}`;
}
