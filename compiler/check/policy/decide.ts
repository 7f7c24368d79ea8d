import type { Span } from "../../../grammar/source.ts";
import type { Applied, Removed } from "../../ir/model.ts";
import { type Candidate, rank, whyLost } from "./cascade.ts";

/** What the rules for one property come to: the technique that holds, or that there is to be none. */
export function decide(rivals: readonly Candidate[], spans: Map<Applied, Span>): Applied | Removed {
  const [first, ...losers] = rank(rivals) as [Candidate, ...Candidate[]];
  const { property, technique, options, rule } = first;
  const overridden = losers.map((loser) => ({
    technique: loser.technique ?? property,
    options: loser.technique === null ? null : loser.options,
    rule: loser.rule,
    because: whyLost(first, loser),
  }));
  const why = { rule, ...(overridden.length === 0 ? {} : { overridden }) };
  if (technique === null) return { property, ...why };
  const applied = { technique, options, ...why };
  spans.set(applied, first.span);
  return applied;
}
