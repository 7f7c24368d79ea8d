import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { softThreshold } from "./soft-threshold.ts";
import { strengthValue } from "./strength.ts";

export const proxL1 = defineTechnique({
  name: "prox_l1",
  spelling: "prox l1",
  property: "prox",
  doc: "The proximal form of `l1`: after each step weights move towards 0 by ηλ and stay there when they reach it. Makes exact zeros. Under adaptive optimizers the threshold is still ηλ (a decoupled L1).",
  source: "w ← S(w, η_t λ) (Daubechies 2004; Beck & Teboulle 2009; F-07)",
  options: { strength: { type: "schedule", min: 0, doc: "λ." } },
  positional: ["strength"],
  sites: ["parameter"],
  effect: {
    step: "prox",
    apply: ({ builder, weight, options, learningRate }) =>
      softThreshold(builder, weight, strengthValue(builder, options.strength, learningRate)),
  },
  effective: ({ strength }) => `w = soft_threshold(w, lr * ${scheduleText(strength)})`,
});
