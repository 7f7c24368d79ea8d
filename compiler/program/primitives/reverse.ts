import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { rowMajorStrides, stridedOffsets } from "../shape.ts";
import { checkAxes, checkInputs } from "./check.ts";

export const reverse: Primitive<"reverse"> = {
  name: "reverse",
  doc: "Turns the order round along the given axes.",
  infer(inputs, { axes }) {
    checkInputs("reverse", inputs, [null]);
    const { shape, dtype } = inputs[0]!;
    checkAxes("reverse", axes, shape.length);
    return [{ shape, dtype }];
  },
  evaluate([x], { axes }) {
    const { shape } = x!;
    const strides = rowMajorStrides(shape).map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    const last = axes.reduce((offset, axis) => offset - (shape[axis]! - 1) * strides[axis]!, 0);
    const view = stridedOffsets(shape, strides, last);
    return [generate(x!, (index) => x!.data[view[index]!]!)];
  },
  differentiate: ({ builder, attributes: { axes }, gradients }) => [builder.reverse(gradients[0]!, axes)],
};
