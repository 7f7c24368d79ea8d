import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const identity = defineInitializer({
  name: "identity",
  doc: "The identity matrix, times a gain; for matrices only.",
  source: "w = gain·I (Le et al. 2015)",
  options: { gain: { type: "number", default: 1, doc: "The number on the diagonal." } },
  positional: ["gain"],
  refusesShape: (shape) => (shape.length === 2 ? null : "`identity` fills matrices only"),
  values({ shape, options }) {
    const columns = shape[1] ?? 1;
    return new Float32Array(sizeOfShape(shape)).map((_, i) =>
      Math.floor(i / columns) === i % columns ? options.gain : 0,
    );
  },
});
