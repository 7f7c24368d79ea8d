import type { Applied } from "../../ir/model.ts";
import { isAdaptive } from "./adaptive.ts";
import { greatestShare } from "./greatest.ts";
import { idsOf, type Lint, reaches, spellingOf } from "./linted.ts";

/** What shrinks through the gradient shrinks by a share of the weight only where nothing rescales it (N-02). */
const coupled: ReadonlySet<string> = new Set(["decay_coupled", "l2"]);

/** L-14: what takes a tenth of a weight or more away in one step. */
export const strongDecay: Lint = (linted) => {
  const shrinks = ({ technique }: Applied) =>
    technique === "decay" || (coupled.has(technique) && !isAdaptive(linted.model));
  for (const { applied, span, parameters } of reaches(linted, shrinks)) {
    const share = greatestShare(applied, linted.model);
    if (share < 0.1) continue;
    const slots = {
      technique: spellingOf(applied),
      parameters: idsOf(parameters),
      share: `${Number((100 * share).toPrecision(3))}%`,
      halfLife: (Math.LN2 / share).toPrecision(2),
    };
    linted.session.faults.report("strong-decay", slots, span);
  }
};
