import { demand } from "../error.ts";
import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape, rowMajorStrides, stridedOffsets } from "../shape.ts";
import { checkInputs } from "./check.ts";

export const pad: Primitive<"pad"> = {
  name: "pad",
  doc: "Puts zeros around: `[before, after]` for each axis.",
  infer(inputs, { padding }) {
    checkInputs("pad", inputs, [null]);
    const { shape, dtype } = inputs[0]!;
    demand(
      padding.length === shape.length &&
        padding.flat().every((cells) => Number.isSafeInteger(cells) && cells >= 0),
      "pad",
      () => `padding ${JSON.stringify(padding)} does not fit ${formatShape(shape)}`,
    );
    return [{ shape: padded(shape, padding), dtype }];
  },
  evaluate([x], { padding }) {
    const result = zeros({ shape: padded(x!.shape, padding), dtype: x!.dtype });
    const strides = rowMajorStrides(result.shape);
    const first = padding.reduce((offset, [before], axis) => offset + before * strides[axis]!, 0);
    stridedOffsets(x!.shape, strides, first).forEach((to, from) => {
      result.data[to] = x!.data[from]!;
    });
    return [result];
  },
  differentiate: ({ builder, inputs, attributes: { padding }, gradients }) => [
    builder.slice(
      gradients[0]!,
      padding.map(([before]) => before),
      inputs[0]!.shape,
    ),
  ],
};

function padded(shape: readonly number[], padding: readonly (readonly [number, number])[]): number[] {
  return shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
}
