import { isAdaptive } from "./adaptive.ts";
import { idsOf, type Lint, reaches } from "./linted.ts";

/** L-02: an L2 penalty under an adaptive optimizer is no weight decay (N-02). */
export const l2UnderAdaptive: Lint = (linted) => {
  if (!isAdaptive(linted.model)) return;
  const optimizer = linted.model.optimizer.name;
  for (const { span, parameters } of reaches(linted, ({ technique }) => technique === "l2")) {
    const slots = { technique: "l2", optimizer, parameters: idsOf(parameters) };
    linted.session.faults.report("l2-under-adaptive", slots, span);
  }
};
