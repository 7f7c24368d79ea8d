import type { Span } from "../../../grammar/source.ts";
import type { LostBecause, Options, RuleReference } from "../../ir/model.ts";
import type { Specificity, Target } from "./target.ts";

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

/** What is compared, the first that differs deciding; and what a rule that has less of it lost for. */
const comparisons: readonly (readonly [LostBecause, (candidate: Candidate) => number])[] = [
  ["optimizer-default", ({ order }) => (order === optimizerOrder ? 0 : 1)],
  ["fewer-names", ({ specificity }) => specificity.names],
  ["fewer-conditions", ({ specificity }) => specificity.conditions],
  ["fewer-kinds", ({ specificity }) => specificity.kinds],
  ["earlier", ({ order }) => order],
];

/**
 * The cascade, property by property: more specific rules win over less specific ones, then later over earlier.
 * Gives the candidates from the winner down; a rule that reached the target twice counts once.
 */
export function rank(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const seen = new Set<number>();
  return candidates
    .toSorted(strongerFirst)
    .filter(({ order }) => !seen.has(order) && seen.add(order) !== undefined);
}

function strongerFirst(a: Candidate, b: Candidate): number {
  const [, measure] = decisive(a, b);
  return measure(a) === measure(b) ? 0 : measure(b) - measure(a);
}

/** Why the second of two ranked candidates lost to the first. */
export function whyLost(winner: Candidate, loser: Candidate): LostBecause {
  return decisive(winner, loser)[0];
}

function decisive(a: Candidate, b: Candidate): (typeof comparisons)[number] {
  for (const comparison of comparisons) if (comparison[1](a) !== comparison[1](b)) return comparison;
  return comparisons.at(-1)!;
}

/** Whether two candidates come to the same. */
export function agree(a: Candidate, b: Candidate): boolean {
  return a.technique === b.technique && JSON.stringify(a.options) === JSON.stringify(b.options);
}
