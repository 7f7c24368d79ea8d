import { techniqueDefinitions } from "../policy/techniques.ts";
import { idsOf, type Lint, reaches, spellingOf } from "./linted.ts";

const shrinking: ReadonlySet<string> = new Set(["penalty", "coupled-decay", "decay", "prox"]);

/** L-04: what shrinks weights reaches biases, or the scales and shifts of a norm. */
export const regularizedBias: Lint = (linted) => {
  const reached = reaches(
    linted,
    ({ technique }, { role }) =>
      (role === "bias" || role === "norm") && shrinking.has(techniqueDefinitions[technique]!.effect.step),
  );
  for (const { applied, span, parameters } of reached) {
    const slots = { technique: spellingOf(applied), parameters: idsOf(parameters) };
    linted.session.faults.report("regularized-bias", slots, span);
  }
};
