import { l2Penalty } from "../../program/composites.ts";
import { constantOf, scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { strengthValue } from "./strength.ts";

export const l2 = defineTechnique({
  name: "l2",
  doc: "Adds the sum of squared weights to the loss. It takes part in clipping and moments: under Adam it is not weight decay (L-02).",
  source: "λΣw², gradient 2λw (Hoerl & Kennard 1970; keras.regularizers.L2); half: ½λΣw², gradient λw (2.12)",
  options: {
    strength: { type: "schedule", min: 0, doc: "λ; a sum over weights, not a mean (B-22, N-17)." },
    half: {
      type: "boolean",
      default: false,
      doc: "The form with ½, whose gradient is λw: what torch's coupled `weight_decay` and most textbooks mean.",
    },
  },
  positional: ["strength"],
  sites: ["parameter"],
  effect: {
    step: "penalty",
    value: ({ builder, weight, options: { strength, half } }) =>
      l2Penalty(builder, weight, strengthValue(builder, strength, half ? 0.5 : 1)),
  },
  effective({ strength, half }) {
    const value = constantOf(strength);
    const factor = half ? 1 : 2;
    return `gradient += ${value === null ? `${factor} * ${scheduleText(strength)}` : factor * value} * w`;
  },
});
