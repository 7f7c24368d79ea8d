import { defineShorthand, type Expansion } from "../technique.ts";

export const elastic = defineShorthand({
  name: "elastic",
  doc: "Elastic net: `l1` and `l2` at once. For exact zeros use `prox elastic`.",
  source: "λ₁Σ|w| + λ₂Σw², no ½ (Zou & Hastie 2005; keras.regularizers.L1L2)",
  options: {
    l1: { type: "schedule", min: 0, doc: "λ₁." },
    l2: { type: "schedule", min: 0, doc: "λ₂." },
    half: { type: "boolean", default: false, doc: "½λ₂Σw² instead, as for `l2`." },
  },
  positional: ["l1", "l2"],
  sites: ["parameter"],
  expand: ({ l1, l2, half }): readonly Expansion[] => [
    { technique: "l1", options: { strength: l1 } },
    { technique: "l2", options: { strength: l2, half } },
  ],
});
