import { idsOf, type Lint, reaches } from "./linted.ts";

/** Optimizers that divide the gradient by a running scale of it. */
const adaptive: ReadonlySet<string> = new Set(["adadelta", "adagrad", "adam", "adamw", "rmsprop"]);

/** L-02: an L2 penalty under an adaptive optimizer is no weight decay (N-02). */
export const l2UnderAdaptive: Lint = (linted) => {
  const optimizer = linted.model.optimizer.name;
  if (!adaptive.has(optimizer)) return;
  for (const { span, parameters } of reaches(linted, ({ technique }) => technique === "l2")) {
    const slots = { technique: "l2", optimizer, parameters: idsOf(parameters) };
    linted.session.faults.report("l2-under-adaptive", slots, span);
  }
};
