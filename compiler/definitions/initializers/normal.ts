import { defineInitializer } from "../initializer.ts";
import { normalValues } from "./sampling.ts";

export const normal = defineInitializer({
  name: "normal",
  doc: "Normal with a given mean and standard deviation.",
  source: "w ∼ N(mean, deviation²)",
  options: {
    mean: { type: "number", default: 0, doc: "The mean." },
    deviation: { type: "number", min: 0, default: 0.05, doc: "The standard deviation." },
  },
  positional: ["mean", "deviation"],
  values: ({ shape, options, draws }) => normalValues(shape, draws, options.mean, options.deviation),
});
