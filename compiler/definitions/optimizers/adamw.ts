import { defineOptimizer } from "../optimizer.ts";
import { adamOptions } from "./common-options.ts";
import { scaleByAdam } from "./transforms.ts";

/** Never biases or normalization parameters (He et al. 2019; lint L-04). */
const DECAYED = ["kernel", "embedding", "recurrent"];

export const adamw = defineOptimizer({
  name: "adamw",
  doc: "Adam with decoupled weight decay. Its `decay` is a rule `decay` on kernels, embeddings and recurrent weights, weaker than any rule of a policy: a policy's own `decay` replaces it and `decay none` takes it away.",
  source: "w ← (1 - ηλ)w - η m̂/(√v̂ + ε) (Loshchilov & Hutter 2019; torch AdamW, λ scaled by η)",
  options: {
    ...adamOptions,
    decay: {
      type: "number",
      min: 0,
      default: 0.01,
      doc: "λ where no policy says otherwise; torch's default.",
    },
  },
  positional: ["lr", "decay"],
  adaptive: true,
  chain: (options) => [scaleByAdam(options)],
  rules: ({ decay }) =>
    decay === 0
      ? []
      : DECAYED.map((selector) => ({
          selector,
          technique: "decay",
          options: {
            strength: { name: "constant", options: { value: decay } },
            scaled_by: "lr",
          },
        })),
});
