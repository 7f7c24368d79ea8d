import { defineTechnique } from "../technique.ts";

export const nonNegative = defineTechnique({
  name: "non_negative",
  doc: "After each step, negative weights become 0.",
  source: "w ← max(w, 0) (keras.constraints.NonNeg; Chorowski 2015)",
  options: {},
  positional: [],
  sites: ["parameter"],
  effect: { step: "projection", apply: ({ builder, weight }) => builder.relu(weight) },
  effective: () => "w >= 0",
});
