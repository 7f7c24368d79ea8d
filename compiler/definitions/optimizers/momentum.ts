import { defineOptimizer } from "../optimizer.ts";
import { momentumOptions } from "./common-options.ts";
import { momentum as momentumTransform } from "./transforms.ts";

export const momentum = defineOptimizer({
  name: "momentum",
  doc: "Stochastic gradient descent with heavy-ball momentum 0.9; the same as `sgd(momentum: 0.9)`.",
  source: "v ← μv + g; w ← w - ηv (Polyak 1964)",
  options: {
    lr: { type: "schedule", min: 0, doc: "The learning rate η, a number or a schedule." },
    momentum: { ...momentumOptions.momentum, default: 0.9 },
  },
  positional: ["lr", "momentum"],
  adaptive: false,
  chain: (options) => momentumTransform(options.momentum, false),
});
