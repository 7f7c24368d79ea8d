import { defineInitializer } from "../initializer.ts";
import { uniformValues } from "./sampling.ts";

export const uniform = defineInitializer({
  name: "uniform",
  doc: "Uniform between two numbers.",
  source: "w ∼ U(low, high)",
  options: {
    low: { type: "number", default: -0.05, doc: "The lower end, included." },
    high: { type: "number", default: 0.05, doc: "The upper end, excluded." },
  },
  positional: ["low", "high"],
  refuses: ({ low, high }) => (low > high ? `low ${low} lies above high ${high}` : null),
  values: ({ shape, options, draws }) => uniformValues(shape, draws, options.low, options.high),
});
