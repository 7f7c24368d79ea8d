/** Models for tests of explanations: made from the definitions, with rules as a policy would leave them. */
import { techniques } from "../../compiler/definitions/techniques/index.ts";
import { type ExplainOptions, explain } from "../../compiler/explain/explain.ts";
import type {
  Explanation,
  ParameterExplanation,
  SiteExplanation,
} from "../../compiler/explain/explanation.ts";
import type { LostBecause, Model, Overridden, RuleReference } from "../../compiler/ir/model.ts";
import { fillOptions, type TestModel, testModel } from "../synthesize/test-model.ts";

/** Two dense layers, the first before a batch norm. */
export function classifier(given: Partial<TestModel> = {}): Model {
  return testModel({
    input: [4],
    nodes: [
      { id: "hidden", layer: "dense", options: { units: 8 } },
      { id: "norm", layer: "batch_norm" },
      { id: "relu", layer: "relu" },
      { id: "head", layer: "dense", options: { units: 3 } },
    ],
    loss: { name: "cross_entropy" },
    ...given,
  });
}

export function rule(policy: string, selector: string, line: number): RuleReference {
  return { policy, selector, origin: { file: "spec.regnet", line, column: 3 } };
}

export function loser(
  technique: keyof typeof techniques,
  options: Parameters<typeof fillOptions>[1],
  by: RuleReference,
  because: LostBecause,
): Overridden {
  return { technique, options: fillOptions(techniques[technique], options), rule: by, because };
}

/** The model with the first technique on a parameter won by this rule over those. */
export function decided(
  model: Model,
  id: string,
  winner: RuleReference,
  overridden: readonly Overridden[],
): Model {
  const parameters = model.network.parameters.map((parameter) => {
    const [first, ...others] = parameter.policy;
    if (parameter.id !== id || first === undefined) return parameter;
    return { ...parameter, policy: [{ ...first, rule: winner, overridden }, ...others] };
  });
  return { ...model, network: { ...model.network, parameters } };
}

/** The explanation of a model that the backend can run. */
export function explained(model: Model, options?: ExplainOptions): Explanation {
  const { explanation, diagnostics } = explain(model, "cpu", options);
  if (explanation === null || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return explanation;
}

export function parameterOf({ parameters }: Explanation, id: string): ParameterExplanation {
  const found = parameters.find((parameter) => parameter.id === id);
  if (found === undefined) throw new Error(`${id} is not explained`);
  return found;
}

export function siteOf({ sites }: Explanation, id: string): SiteExplanation {
  const found = sites.find((site) => site.id === id);
  if (found === undefined) throw new Error(`${id} is not explained`);
  return found;
}
