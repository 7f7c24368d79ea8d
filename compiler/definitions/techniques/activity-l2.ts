import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { strengthValue } from "./strength.ts";

export const activityL2 = defineTechnique({
  name: "activity_l2",
  doc: "Adds the sum of an activation's squares to the loss, divided by the batch so that the batch's size does not change it.",
  source: "λ Σa² / B (keras.layers.ActivityRegularization; 2.2)",
  options: { strength: { type: "schedule", min: 0, doc: "λ." } },
  positional: ["strength"],
  sites: ["activation"],
  effect: {
    step: "activity-penalty",
    value: ({ builder, x, options }) =>
      builder.mul(strengthValue(builder, options.strength, 1 / x.shape[0]!), builder.sum(builder.square(x))),
  },
  effective: ({ strength }) => `loss += ${scheduleText(strength)} * Σa² / batch`,
});
