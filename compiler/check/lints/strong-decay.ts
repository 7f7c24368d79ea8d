import { greatestShare } from "./greatest.ts";
import { idsOf, type Lint, reaches, spellingOf } from "./linted.ts";

const decays: ReadonlySet<string> = new Set(["decay", "decay_coupled"]);

/** L-14: a decay that takes a tenth of a weight or more away in one step. */
export const strongDecay: Lint = (linted) => {
  for (const { applied, span, parameters } of reaches(linted, ({ technique }) => decays.has(technique))) {
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
