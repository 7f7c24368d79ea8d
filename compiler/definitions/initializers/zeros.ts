import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const zeros = defineInitializer({
  name: "zeros",
  doc: "Zero everywhere; the default of biases.",
  source: "w = 0",
  options: {},
  positional: [],
  values: ({ shape }) => new Float32Array(sizeOfShape(shape)),
});
