import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { softThreshold } from "./soft-threshold.ts";
import { strengthValue } from "./strength.ts";

export const proxElastic = defineTechnique({
  name: "prox_elastic",
  spelling: "prox elastic",
  property: "prox",
  doc: "The proximal form of `elastic`: exact zeros as with `prox l1`, then an implicit shrink. The threshold comes first (F-08).",
  source: "w ← S(w, η_t λ₁)/(1 + 2η_t λ₂); half: /(1 + η_t λ₂) (Parikh & Boyd 2014; F-08)",
  options: {
    l1: { type: "schedule", min: 0, doc: "λ₁." },
    l2: { type: "schedule", min: 0, doc: "λ₂, of λ₂Σw² as for `l2`." },
    half: { type: "boolean", default: false, doc: "λ₂ is of ½λ₂Σw² instead." },
  },
  positional: ["l1", "l2"],
  sites: ["parameter"],
  effect: {
    step: "prox",
    apply({ builder: b, weight, options, learningRate }) {
      const kept = softThreshold(b, weight, strengthValue(b, options.l1, learningRate));
      const ridge = strengthValue(b, options.l2, learningRate);
      return b.div(kept, b.add(b.constant(1), options.half ? ridge : b.scale(ridge, 2)));
    },
  },
  effective: ({ l1, l2, half }) =>
    `w = soft_threshold(w, lr * ${scheduleText(l1)}) / (1 + ${half ? "" : "2 * "}lr * ${scheduleText(l2)})`,
});
