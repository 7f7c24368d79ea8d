import { defineOptimizer } from "../optimizer.ts";
import { adamOptions } from "./common-options.ts";
import { scaleByAdam } from "./transforms.ts";

export const adam = defineOptimizer({
  name: "adam",
  doc: "Adam: each weight's step is scaled by averages of its gradient and of the gradient's square.",
  source: "w ← w - η m̂/(√v̂ + ε) (Kingma & Ba 2015; both places of ε: 2.12)",
  options: adamOptions,
  positional: ["lr"],
  adaptive: true,
  chain: (options) => [scaleByAdam(options)],
});
