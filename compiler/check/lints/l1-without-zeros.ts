import { idsOf, type Lint, reaches } from "./linted.ts";

/** L-03: an L1 penalty makes no exact zeros (N-03). */
export const l1WithoutZeros: Lint = (linted) => {
  for (const { span, parameters } of reaches(linted, ({ technique }) => technique === "l1")) {
    const slots = { technique: "l1", parameters: idsOf(parameters) };
    linted.session.faults.report("l1-without-zeros", slots, span);
  }
};
