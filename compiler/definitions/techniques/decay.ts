import { scheduleText } from "../as-host-scalar.ts";
import { defineTechnique } from "../technique.ts";
import { strengthValue } from "./strength.ts";

export const decay = defineTechnique({
  name: "decay",
  doc: "Decoupled weight decay: each step the weight shrinks by a share of itself, past the optimizer and past clipping.",
  source: "w ← (1 - ηλ)w - ηu (Loshchilov & Hutter 2019; torch AdamW, Keras `weight_decay`; 2.12)",
  options: {
    strength: { type: "schedule", min: 0, doc: "λ." },
    scaled_by: {
      type: "choice",
      choices: ["lr", "none"],
      default: "lr",
      doc: "`lr`: the share is ηλ, as in torch and Keras. `none`: it is λ itself, whatever the learning rate does (λ_lr = λ_none/η).",
    },
  },
  positional: ["strength"],
  sites: ["parameter"],
  effect: {
    step: "decay",
    amount({ builder, weight, options: { strength, scaled_by }, learningRate }) {
      const share = strengthValue(builder, strength, scaled_by === "lr" ? learningRate : 1);
      return builder.mul(share, weight);
    },
  },
  effective: ({ strength, scaled_by }) =>
    `w -= ${scaled_by === "lr" ? "lr * " : ""}${scheduleText(strength)} * w`,
});
