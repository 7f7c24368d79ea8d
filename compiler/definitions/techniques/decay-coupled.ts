import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { strengthValue } from "./strength.ts";

export const decayCoupled = defineTechnique({
  name: "decay_coupled",
  spelling: "decay coupled",
  property: "decay",
  doc: "Coupled weight decay: a share of the weight joins the gradient after clipping and before the optimizer's averages.",
  source: "g ← g + λw, then the optimizer (0.5 step 9; torch.optim `weight_decay`; Krogh & Hertz 1992)",
  options: { strength: { type: "schedule", min: 0, doc: "λ; the gradient of ½λΣw²." } },
  positional: ["strength"],
  sites: ["parameter"],
  effect: {
    step: "coupled-decay",
    apply: ({ builder, weight, gradient, options }) =>
      builder.add(gradient, builder.mul(strengthValue(builder, options.strength), weight)),
  },
  effective: ({ strength }) => `gradient += ${scheduleText(strength)} * w, after clipping`,
});
