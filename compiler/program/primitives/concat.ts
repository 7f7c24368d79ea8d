import { demand } from "../error.ts";
import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { TensorType } from "../program.ts";
import { formatShape, rowMajorStrides, sameShape, stridedOffsets, withUnitAxes } from "../shape.ts";
import { checkAxis } from "./check.ts";

export const concat: Primitive<"concat"> = {
  name: "concat",
  doc: "Tensors side by side along one axis.",
  infer(inputs, { axis }) {
    demand(inputs.length > 0, "concat", () => "takes at least one input");
    checkAxis("concat", axis, inputs[0]!.shape.length);
    const rest = withUnitAxes(inputs[0]!.shape, [axis]);
    demand(
      inputs.every(
        ({ shape, dtype }) => dtype === inputs[0]!.dtype && sameShape(withUnitAxes(shape, [axis]), rest),
      ),
      "concat",
      () => `${inputs.map(({ shape }) => formatShape(shape)).join(", ")} do not join along axis ${axis}`,
    );
    return [joined(inputs, axis)];
  },
  evaluate(inputs, { axis }) {
    const result = zeros(joined(inputs, axis));
    const strides = rowMajorStrides(result.shape);
    let first = 0;
    for (const { shape, data } of inputs) {
      stridedOffsets(shape, strides, first).forEach((to, from) => {
        result.data[to] = data[from]!;
      });
      first += shape[axis]! * strides[axis]!;
    }
    return [result];
  },
  differentiate({ builder, inputs, attributes: { axis }, gradients }) {
    let at = 0;
    return inputs.map(({ shape }) => {
      const start = shape.map((_, i) => (i === axis ? at : 0));
      at += shape[axis]!;
      return builder.slice(gradients[0]!, start, shape);
    });
  },
};

function joined(inputs: readonly TensorType[], axis: number): TensorType {
  const total = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const { shape, dtype } = inputs[0]!;
  return { shape: shape.map((size, i) => (i === axis ? total : size)), dtype };
}
