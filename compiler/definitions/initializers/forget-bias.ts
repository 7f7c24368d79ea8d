import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const forgetBias = defineInitializer({
  name: "forget_bias",
  doc: "Zeros, but one number for the forget gates, the second quarter of an `lstm`'s bias: the memory begins by remembering.",
  source: "b = [0, value, 0, 0], each for all units; `unit_forget_bias` in Keras (Jozefowicz et al. 2015)",
  options: { value: { type: "number", default: 1, doc: "First bias of the forget gates." } },
  positional: ["value"],
  refusesShape: (shape) =>
    shape.length === 1 && shape[0]! % 4 === 0
      ? null
      : "`forget_bias` fills biases of four gates, vectors of 4·units",
  values({ shape, options }) {
    const size = sizeOfShape(shape);
    return new Float32Array(size).fill(options.value, size / 4, size / 2);
  },
});
