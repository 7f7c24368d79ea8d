import type { Applied, Parameter } from "../../ir/model.ts";
import { idsOf, type Lint, normalizedParameters, reaches, spellingOf } from "./linted.ts";

interface Pair {
  /** In words, behind "and". */
  readonly other: string;
  readonly reason: string;
}

/** L-19: pairs that cancel or repeat each other. */
export const redundantTechniques: Lint = (linted) => {
  const normalized = normalizedParameters(linted);
  const pairOf = ({ technique }: Applied, { id, policy }: Parameter): Pair | null => {
    const has = (...names: string[]) => policy.find((other) => names.includes(other.technique));
    const bounded = technique === "max_norm" || technique === "unit_norm";
    if (bounded && normalized.has(id)) {
      return {
        other: "the batch norm behind it",
        reason: "batch norm removes the scale of these weights (F-15)",
      };
    }
    const decay = technique === "unit_norm" ? has("decay", "decay_coupled", "l2") : undefined;
    if (decay !== undefined) {
      const reason = "after each step the norm is 1 again, whatever shrank it";
      return { other: `\`${spellingOf(decay)}\``, reason };
    }
    if (technique === "non_negative" && has("l1") !== undefined) {
      return { other: "`l1`", reason: "on weights that are never negative, L1 is a linear penalty" };
    }
    return null;
  };
  const reached = reaches(linted, (applied, parameter) => pairOf(applied, parameter) !== null);
  for (const { applied, span, parameters } of reached) {
    const { other, reason } = pairOf(applied, parameters[0]!)!;
    const slots = { technique: spellingOf(applied), other, reason, parameters: idsOf(parameters) };
    linted.session.faults.report("redundant-techniques", slots, span);
  }
};
