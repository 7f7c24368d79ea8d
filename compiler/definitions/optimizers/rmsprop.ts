import { defineOptimizer } from "../optimizer.ts";
import { momentumOptions } from "./common-options.ts";
import { momentum, scaleByRms } from "./transforms.ts";

export const rmsprop = defineOptimizer({
  name: "rmsprop",
  doc: "RMSprop: each weight's step is divided by a running root mean square of its gradient.",
  source: "s ← ρs + (1-ρ)g²; w ← w - η g/(√s + ε) (Tieleman & Hinton 2012; torch RMSprop; T11)",
  options: {
    lr: { type: "schedule", min: 0, default: 0.001, doc: "The learning rate η, a number or a schedule." },
    rho: { type: "number", min: 0, below: 1, default: 0.9, doc: "Keep factor of the squared gradient." },
    ...momentumOptions,
    epsilon: { type: "number", above: 0, default: 1e-7, doc: "ε, against division by zero." },
    epsilon_mode: {
      type: "choice",
      choices: ["outside", "inside"],
      default: "outside",
      doc: "`outside` the root, as in torch, or `inside` it, as in Keras and tfjs.",
    },
    centered: { type: "boolean", default: false, doc: "Divide by the deviation instead (Graves 2013)." },
  },
  positional: ["lr"],
  adaptive: true,
  chain: (options) => [scaleByRms(options), ...momentum(options.momentum, false)],
});
