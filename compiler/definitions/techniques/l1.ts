import { l1Penalty } from "../../program/composites.ts";
import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { strengthValue } from "./strength.ts";

export const l1 = defineTechnique({
  name: "l1",
  doc: "Adds the sum of absolute weights to the loss. Small weights become small, but never exactly 0: `prox l1` makes zeros (L-03).",
  source: "λΣ|w|, gradient λ·sign(w), 0 at 0 (Tibshirani 1996; keras.regularizers.L1; T1)",
  options: { strength: { type: "schedule", min: 0, doc: "λ; a sum over weights, not a mean (N-17)." } },
  positional: ["strength"],
  sites: ["parameter"],
  effect: {
    step: "penalty",
    value: ({ builder, weight, options }) =>
      l1Penalty(builder, weight, strengthValue(builder, options.strength)),
  },
  effective: ({ strength }) => `gradient += ${scheduleText(strength)} * sign(w)`,
});
