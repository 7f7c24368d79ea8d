import { demand } from "../error.ts";
import { type NDArray, sizeOf, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { TensorType } from "../program.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkInputs, checkShape } from "./check.ts";

export const scatterAdd: Primitive<"scatter_add"> = {
  name: "scatter_add",
  doc: "A table of `rows` rows, each the sum of the updates whose index names it.",
  infer(inputs, { rows }) {
    checkInputs("scatter_add", inputs, ["f32", "i32"]);
    checkShape("scatter_add", [rows]);
    const [updates, indices] = inputs as readonly [TensorType, TensorType];
    demand(
      sameShape(updates.shape.slice(0, indices.shape.length), indices.shape),
      "scatter_add",
      () => `updates ${formatShape(updates.shape)} do not begin as indices ${formatShape(indices.shape)}`,
    );
    return [table(updates, indices, rows)];
  },
  evaluate(inputs, { rows }) {
    const [updates, indices] = inputs as readonly [NDArray, NDArray];
    const result = zeros(table(updates, indices, rows));
    const width = sizeOf(result.shape.slice(1));
    indices.data.forEach((index, position) => {
      demand(index >= 0 && index < rows, "scatter_add", () => `no row ${index}`);
      for (let j = 0; j < width; j++) result.data[index * width + j]! += updates.data[position * width + j]!;
    });
    return [result];
  },
  differentiate: ({ builder, inputs, gradients }) => [
    builder.emit("gather", [gradients[0]!, inputs[1]!], {}),
    null,
  ],
};

function table(updates: TensorType, indices: TensorType, rows: number): TensorType {
  return { shape: [rows, ...updates.shape.slice(indices.shape.length)], dtype: "f32" };
}
