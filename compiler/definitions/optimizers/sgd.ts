import { defineOptimizer } from "../optimizer.ts";
import { momentumOptions } from "./common-options.ts";
import { momentum } from "./transforms.ts";

export const sgd = defineOptimizer({
  name: "sgd",
  doc: "Stochastic gradient descent, with heavy-ball or Nesterov momentum when asked.",
  source: "v ← μv + g; w ← w - ηv, Nesterov: w ← w - η(g + μv) (torch SGD; Polyak 1964; Sutskever 2013)",
  options: {
    lr: { type: "schedule", min: 0, doc: "The learning rate η, a number or a schedule." },
    ...momentumOptions,
    nesterov: { type: "boolean", default: false, doc: "Look ahead along the momentum." },
  },
  positional: ["lr"],
  adaptive: false,
  chain: (options) => momentum(options.momentum, options.nesterov),
});
