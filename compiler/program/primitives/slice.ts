import { demand } from "../error.ts";
import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape, rowMajorStrides, stridedOffsets } from "../shape.ts";
import { checkInputs, checkRank, checkShape } from "./check.ts";

export const slice: Primitive<"slice"> = {
  name: "slice",
  doc: "The box of `size` cells that begins at `start`.",
  infer(inputs, { start, size }) {
    checkInputs("slice", inputs, [null]);
    const { shape, dtype } = inputs[0]!;
    checkRank("slice", { shape: size, dtype }, shape.length);
    checkShape("slice", size);
    demand(
      start.length === shape.length &&
        start.every(
          (from, axis) => Number.isInteger(from) && from >= 0 && from + size[axis]! <= shape[axis]!,
        ),
      "slice",
      () => `start ${formatShape(start)}, size ${formatShape(size)} leaves ${formatShape(shape)}`,
    );
    return [{ shape: size, dtype }];
  },
  evaluate([x], { start, size }) {
    const strides = rowMajorStrides(x!.shape);
    const first = start.reduce((offset, from, axis) => offset + from * strides[axis]!, 0);
    const view = stridedOffsets(size, strides, first);
    return [generate({ shape: size, dtype: x!.dtype }, (index) => x!.data[view[index]!]!)];
  },
  differentiate({ builder, inputs: [x], attributes: { start, size }, gradients }) {
    const padding = start.map((from, axis) => [from, x!.shape[axis]! - from - size[axis]!] as const);
    return [builder.pad(gradients[0]!, padding)];
  },
};
