import { sizeOf, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { inferReduction, reducedShape, reductionTargets } from "./reduction.ts";

export const reduceMax: Primitive<"reduce_max"> = {
  name: "reduce_max",
  doc: "The maximum over the given axes; the gradient goes to the first maximum in row-major order.",
  infer: (inputs, attributes) => inferReduction("reduce_max", inputs, attributes),
  evaluate([x], { axes, keepDims }) {
    const result = zeros({ shape: reducedShape(x!.shape, axes, keepDims), dtype: "f32" });
    result.data.fill(Number.NEGATIVE_INFINITY);
    reductionTargets(x!.shape, axes).forEach((to, from) => {
      result.data[to] = Math.max(result.data[to]!, x!.data[from]!);
    });
    return [result];
  },
  differentiate({ builder: b, inputs: [x], attributes: { axes }, gradients }) {
    // Bring the reduced axes to the end as one, mark the first maximum of each row, and go the same way back.
    const all = x!.shape.map((_, axis) => axis);
    const permutation = [
      ...all.filter((axis) => !axes.includes(axis)),
      ...all.filter((i) => axes.includes(i)),
    ];
    const inverse = all.map((axis) => permutation.indexOf(axis));
    const moved = permutation.every((axis, i) => axis === i) ? x! : b.transpose(x!, permutation);
    const outer = reducedShape(x!.shape, axes, false);
    const length = sizeOf(axes.map((axis) => x!.shape[axis]!));
    const rows = b.reshape(moved, [...outer, length]);
    const first = b.oneHot(b.argmax(rows, outer.length), length);
    const scattered = b.reshape(b.mul(first, b.reshape(gradients[0]!, [...outer, 1])), moved.shape);
    return [moved === x! ? scattered : b.transpose(scattered, inverse)];
  },
};
