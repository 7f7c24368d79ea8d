import { stepOf } from "../check/policy/step-order.ts";
import type { Definition } from "../definitions/definition.ts";
import { initializers } from "../definitions/initializers/index.ts";
import { checkedOptions } from "../definitions/option-spec.ts";
import type { Applied, Initializer, Parameter } from "../ir/model.ts";
import { sizeOf } from "../program/nd-array.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { deriveStrength } from "./derive-strength.ts";
import { explainLostRule } from "./explain-lost-rule.ts";
import { explainRemoved } from "./explain-removed.ts";
import type { AppliedExplanation, ParameterExplanation } from "./explanation.ts";
import { parameterNotes, parameterOutcomes } from "./find-outcomes.ts";
import { findScaleInvariance } from "./find-scale-invariance.ts";
import type { ModelIndex } from "./model-index.ts";
import { writeCall, writeClause } from "./write-option.ts";

/** One parameter, whether anything reached it or not: silence has to be visible too. */
export function explainParameter(
  index: ModelIndex,
  parameter: Parameter,
  stepsPerEpoch: number | null,
): ParameterExplanation {
  const { id, role, shape, trainable, initializer, origin } = parameter;
  const policy = parameter.policy.map((applied): AppliedExplanation => {
    const strength = deriveStrength(index.model, parameter, applied, stepsPerEpoch);
    const compiled = parameterOutcomes(applied, parameter, strength, index);
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
    usedBy: index.users(id).map((node) => node.id),
    updated: index.updated.has(parameter),
    initializer: writeInitializer(initializer, shape),
    origin: origin ?? null,
    policy,
    removed: (parameter.removed ?? []).map(explainRemoved),
    share,
    scaleInvariance: findScaleInvariance(index, parameter, policy),
    notes: parameterNotes(index, parameter),
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
