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
  /** Of the clause: larger is later. Clauses of policies count from 0; inline ones come before them. */
  readonly order: number;
  readonly span: Span;
}

/** The order of the rules an optimizer brings: any rule of a policy wins over them. */
export const optimizerOrder = Number.NEGATIVE_INFINITY;

/**
 * The cascade, property by property: more specific rules win over less specific ones, then later over earlier.
 * Gives the candidates from the winner down; a rule that reached the target twice counts once.
 */
export function rank(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const seen = new Set<number>();
  return candidates
    .toSorted((a, b) => compare(b, a))
    .filter(({ order }) => !seen.has(order) && seen.add(order) !== undefined);
}

function compare(a: Candidate, b: Candidate): number {
  const weak = Number(a.order !== optimizerOrder) - Number(b.order !== optimizerOrder);
  return weak || compareSpecificity(a.specificity, b.specificity) || a.order - b.order;
}

/** Whether two candidates come to the same. */
export function agree(a: Candidate, b: Candidate): boolean {
  return a.technique === b.technique && JSON.stringify(a.options) === JSON.stringify(b.options);
}
