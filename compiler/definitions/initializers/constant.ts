import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const constant = defineInitializer({
  name: "constant",
  doc: "The same number everywhere.",
  source: "w = value",
  options: { value: { type: "number", doc: "The number." } },
  positional: ["value"],
  values: ({ shape, options }) => new Float32Array(sizeOfShape(shape)).fill(options.value),
});
