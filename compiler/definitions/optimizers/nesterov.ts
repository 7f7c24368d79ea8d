import { defineOptimizer } from "../optimizer.ts";
import { momentumOptions } from "./common-options.ts";
import { momentum } from "./transforms.ts";

export const nesterov = defineOptimizer({
  name: "nesterov",
  doc: "Stochastic gradient descent with Nesterov momentum 0.9; the same as `sgd(momentum: 0.9, nesterov: true)`.",
  source: "v ← μv + g; w ← w - η(g + μv) (Sutskever 2013)",
  options: {
    lr: { type: "schedule", min: 0, doc: "The learning rate η, a number or a schedule." },
    momentum: { ...momentumOptions.momentum, default: 0.9 },
  },
  positional: ["lr", "momentum"],
  adaptive: false,
  chain: (options) => momentum(options.momentum, true),
});
