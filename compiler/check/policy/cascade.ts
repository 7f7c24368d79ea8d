import type { Span } from "../../../grammar/source.ts";
import type { Options, RuleReference } from "../../ir/model.ts";
import { compareSpecificity, type Specificity, type Target } from "./target.ts";

/** One rule's word on one property of one target. */
export interface Candidate {
  readonly target: Target;
  readonly property: string;
  /** Null takes the property away. */
  readonly technique: string | null;
  readonly options: Options;
  readonly rule: RuleReference;
  readonly specificity: Specificity;
  /** Larger is later; rules an optimizer brings come before inline ones, those before policies. */
  readonly order: number;
  readonly span: Span;
}

/** Whether the optimizer brought the rule: any rule of a policy wins over it. */
export const optimizerOrder = -2;
export const inlineOrder = -1;

/**
 * The cascade, property by property: more specific rules win over less specific ones, then later over earlier.
 * Gives the candidates from the winner down; a rule that reached the target twice counts once.
 */
export function rank(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => compare(b, a));
  const seen = new Set<string>();
  return sorted.filter(({ order, rule, technique }) => {
    const key = `${order} ${technique} ${rule.selector}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function compare(a: Candidate, b: Candidate): number {
  const weak = Number(a.order !== optimizerOrder) - Number(b.order !== optimizerOrder);
  return weak || compareSpecificity(a.specificity, b.specificity) || a.order - b.order;
}

/** Whether two candidates come to the same. */
export function agree(a: Candidate, b: Candidate): boolean {
  return a.technique === b.technique && JSON.stringify(a.options) === JSON.stringify(b.options);
}
