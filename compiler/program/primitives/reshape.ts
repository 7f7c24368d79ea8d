import { demand } from "../error.ts";
import { sizeOf } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape } from "../shape.ts";
import { checkInputs, checkShape } from "./check.ts";

export const reshape: Primitive<"reshape"> = {
  name: "reshape",
  doc: "The same cells in the same row-major order under another shape.",
  infer(inputs, { shape }) {
    checkInputs("reshape", inputs, [null]);
    checkShape("reshape", shape);
    const from = inputs[0]!;
    demand(
      sizeOf(from.shape) === sizeOf(shape),
      "reshape",
      () => `${formatShape(from.shape)} and ${formatShape(shape)} differ in size`,
    );
    return [{ shape, dtype: from.dtype }];
  },
  evaluate: ([x], { shape }) => [{ ...x!, shape }],
  differentiate: ({ builder, inputs, gradients }) => [builder.reshape(gradients[0]!, inputs[0]!.shape)],
};
