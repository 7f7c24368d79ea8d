import { defineOptimizer } from "../optimizer.ts";
import { scaleBySquareSum } from "./transforms.ts";

export const adagrad = defineOptimizer({
  name: "adagrad",
  doc: "Adagrad: each weight's step is divided by the root of the sum of all its squared gradients.",
  source: "s ← s + g²; w ← w - η g/(√s + ε) (Duchi et al. 2011; torch Adagrad)",
  options: {
    lr: { type: "schedule", min: 0, default: 0.001, doc: "The learning rate η, a number or a schedule." },
    initial: { type: "number", min: 0, default: 0.1, doc: "The sum before the first step." },
    epsilon: { type: "number", above: 0, default: 1e-7, doc: "ε, against division by zero." },
  },
  positional: ["lr"],
  adaptive: true,
  chain: ({ initial, epsilon }) => [scaleBySquareSum(initial, epsilon)],
});
