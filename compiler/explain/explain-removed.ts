import type { Removed } from "../ir/model.ts";
import { explainLostRule } from "./explain-lost-rule.ts";
import type { RemovedExplanation } from "./explanation.ts";

/** Silence that a rule asked for. */
export function explainRemoved({ property, rule, overridden = [] }: Removed): RemovedExplanation {
  return {
    property,
    clause: `${property} none`,
    rule,
    overridden: overridden.map((loser) => explainLostRule(loser, rule)),
  };
}
