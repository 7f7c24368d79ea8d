import { defineOptimizer } from "../optimizer.ts";
import { scaleByAdadelta } from "./transforms.ts";

export const adadelta = defineOptimizer({
  name: "adadelta",
  doc: "Adadelta: the step has the size of the last steps, per weight; its learning rate is usually 1.",
  source: "w ← w - η g √(d + ε)/√(s + ε) (Zeiler 2012; torch Adadelta; not tfjs, T10)",
  options: {
    lr: { type: "schedule", min: 0, default: 1, doc: "The learning rate η, a number or a schedule." },
    rho: { type: "number", min: 0, below: 1, default: 0.95, doc: "Keep factor of both averages." },
    epsilon: { type: "number", above: 0, default: 1e-6, doc: "ε, which also sets the first step's size." },
  },
  positional: ["lr"],
  adaptive: true,
  chain: ({ rho, epsilon }) => [scaleByAdadelta(rho, epsilon)],
});
