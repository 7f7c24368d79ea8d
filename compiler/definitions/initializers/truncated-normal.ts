import { defineInitializer } from "../initializer.ts";
import { truncatedNormalValues } from "./sampling.ts";

export const truncatedNormal = defineInitializer({
  name: "truncated_normal",
  doc: "Normal, values beyond two deviations drawn again. As in Keras, `deviation` is that of the uncut normal: what comes out has 0.8796 of it.",
  source: "w ∼ N(mean, deviation²) given |w - mean| ≤ 2·deviation (keras.initializers.TruncatedNormal)",
  options: {
    mean: { type: "number", default: 0, doc: "The mean." },
    deviation: { type: "number", min: 0, default: 0.05, doc: "The uncut normal's standard deviation." },
  },
  positional: ["mean", "deviation"],
  values: ({ shape, options, draws }) => truncatedNormalValues(shape, draws, options.mean, options.deviation),
});
