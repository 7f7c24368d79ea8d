import { greatestShare } from "./greatest.ts";
import { idsOf, type Lint, normalizedParameters, reaches, spellingOf } from "./linted.ts";

const shrinking: ReadonlySet<string> = new Set(["l2", "decay", "decay_coupled"]);

/** L-05: shrinking weights right before a batch norm changes the effective learning rate only (F-15). */
export const scaleInvariantWeight: Lint = (linted) => {
  const normalized = normalizedParameters(linted);
  const reached = reaches(
    linted,
    ({ technique }, { id, role }) => shrinking.has(technique) && role === "kernel" && normalized.has(id),
  );
  for (const { applied, span, parameters } of reached) {
    const share = greatestShare(applied, linted.model);
    const rotation = share > 0 ? Math.sqrt(2 * share).toPrecision(2) : null;
    const slots = { technique: spellingOf(applied), parameters: idsOf(parameters), rotation };
    linted.session.faults.report("scale-invariant-weight", slots, span);
  }
};
