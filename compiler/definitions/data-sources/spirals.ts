import { defineDataSource } from "../data-source.ts";

export const spirals = defineDataSource({
  name: "spirals",
  doc: "Interleaved spirals in the plane, one class each: a small problem that no straight line solves and any large network overfits. It makes the fields `x` (two numbers) and `label`.",
  source: "Lang & Witbrock 1988, with noise",
  options: {
    examples: { type: "integer", min: 1, default: 600, doc: "Points in all, dealt to the arms in turn." },
    arms: { type: "integer", min: 1, default: 2, doc: "Spirals, each a class." },
    noise: {
      type: "number",
      min: 0,
      default: 0.05,
      doc: "Standard deviation of a point's position; the longest radius is 1.",
    },
    noisy_labels: {
      type: "number",
      min: 0,
      max: 1,
      default: 0,
      doc: "Share of the training labels that is replaced by another class.",
    },
    seed: { type: "integer", min: 0, default: 0, doc: "Of the points and of the split into parts." },
  },
  positional: ["examples"],
  fields: [
    { name: "x", role: "features", kind: "numeric" },
    { name: "label", role: "target", kind: "label" },
  ],
  ownTest: false,
});
