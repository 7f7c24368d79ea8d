import { sizeOf } from "../../program/nd-array.ts";
import { defineLayer } from "../layer.ts";

export const flatten = defineLayer({
  name: "flatten",
  doc: "All numbers of an example in one axis, row-major.",
  source: "[a, b, c] to [a·b·c]",
  options: {},
  positional: [],
  inputs: 1,
  infer: ([input]) => ({ shape: [sizeOf(input!.shape)], dtype: input!.dtype }),
  parameters: () => [],
  build({ builder: b, inputs }) {
    const x = inputs[0]!;
    return b.reshape(x, [x.shape[0]!, sizeOf(x.shape.slice(1))]);
  },
});
