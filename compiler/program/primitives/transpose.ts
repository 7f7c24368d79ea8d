import { demand } from "../error.ts";
import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape, rowMajorStrides, stridedOffsets } from "../shape.ts";
import { checkAxes, checkInputs } from "./check.ts";

export const transpose: Primitive<"transpose"> = {
  name: "transpose",
  doc: "Reorders the axes: axis i of the result is axis `permutation[i]` of the input.",
  infer(inputs, { permutation }) {
    checkInputs("transpose", inputs, [null]);
    const { shape, dtype } = inputs[0]!;
    checkAxes("transpose", permutation, shape.length);
    demand(
      permutation.length === shape.length,
      "transpose",
      () => `${formatShape(permutation)} does not permute the axes of ${formatShape(shape)}`,
    );
    return [{ shape: permutation.map((axis) => shape[axis]!), dtype }];
  },
  evaluate([x], { permutation }) {
    const shape = permutation.map((axis) => x!.shape[axis]!);
    const strides = rowMajorStrides(x!.shape);
    const view = stridedOffsets(
      shape,
      permutation.map((axis) => strides[axis]!),
    );
    return [generate({ shape, dtype: x!.dtype }, (index) => x!.data[view[index]!]!)];
  },
  differentiate: ({ builder, attributes: { permutation }, gradients }) => [
    builder.transpose(
      gradients[0]!,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
};
