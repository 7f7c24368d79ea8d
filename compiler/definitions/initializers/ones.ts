import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const ones = defineInitializer({
  name: "ones",
  doc: "One everywhere; the default of a normalization's scale.",
  source: "w = 1",
  options: {},
  positional: [],
  values: ({ shape }) => new Float32Array(sizeOfShape(shape)).fill(1),
});
