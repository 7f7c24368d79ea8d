import { demand } from "../error.ts";
import { type NDArray, sizeOf, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { PrimitiveAttributes } from "../primitive-attributes.ts";
import type { TensorType } from "../program.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkInputs } from "./check.ts";

/** The product [rows, depth] x [depth, columns], once the flags are applied. */
function extents(p: TensorType, q: TensorType, { transposeA, transposeB }: PrimitiveAttributes["matmul"]) {
  return {
    rows: p.shape.at(transposeA ? -1 : -2)!,
    depth: p.shape.at(transposeA ? -2 : -1)!,
    depthOfSecond: q.shape.at(transposeB ? -1 : -2)!,
    columns: q.shape.at(transposeB ? -2 : -1)!,
  };
}

export const matmul: Primitive<"matmul"> = {
  name: "matmul",
  doc: "Matrix product over the last two axes; the leading ones agree.",
  infer(inputs, attributes) {
    checkInputs("matmul", inputs, ["f32", "f32"]);
    const [p, q] = inputs as readonly [TensorType, TensorType];
    const leading = p.shape.slice(0, -2);
    const { rows, depth, depthOfSecond, columns } = extents(p, q, attributes);
    demand(
      p.shape.length >= 2 && sameShape(leading, q.shape.slice(0, -2)) && depth === depthOfSecond,
      "matmul",
      () =>
        `cannot multiply ${formatShape(p.shape)} by ${formatShape(q.shape)} ${JSON.stringify(attributes)}`,
    );
    return [{ shape: [...leading, rows, columns], dtype: "f32" }];
  },
  evaluate(inputs, attributes) {
    const [p, q] = inputs as readonly [NDArray, NDArray];
    const leading = p.shape.slice(0, -2);
    const { rows, depth, columns } = extents(p, q, attributes);
    const result = zeros({ shape: [...leading, rows, columns], dtype: "f32" });
    for (let batch = 0; batch < sizeOf(leading); batch++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          for (let k = 0; k < depth; k++) {
            const inP = batch * rows * depth + (attributes.transposeA ? k * rows + i : i * depth + k);
            const inQ = batch * depth * columns + (attributes.transposeB ? j * depth + k : k * columns + j);
            result.data[(batch * rows + i) * columns + j]! += p.data[inP]! * q.data[inQ]!;
          }
    return [result];
  },
  differentiate({ builder: b, inputs, attributes: { transposeA, transposeB }, gradients }) {
    const [p, q] = inputs;
    const g = gradients[0]!;
    // Y = PQ gives dP = G Qᵀ and dQ = Pᵀ G; a transposed operand gets the transpose of these.
    return [
      transposeA ? b.matmul(q!, g, transposeB, true) : b.matmul(g, q!, false, !transposeB),
      transposeB ? b.matmul(g, p!, true, transposeA) : b.matmul(p!, g, !transposeA, false),
    ];
  },
};
