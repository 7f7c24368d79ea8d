import { demand } from "../error.ts";
import { type NDArray, sizeOf, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { TensorType } from "../program.ts";
import { checkInputs } from "./check.ts";

export const gather: Primitive<"gather"> = {
  name: "gather",
  doc: "For each index the row of a table [V, ...].",
  infer(inputs) {
    checkInputs("gather", inputs, [null, "i32"]);
    demand(inputs[0]!.shape.length > 0, "gather", () => "the table is a scalar");
    return [gathered(inputs[0]!, inputs[1]!)];
  },
  evaluate(inputs) {
    const [table, indices] = inputs as readonly [NDArray, NDArray];
    const result = zeros(gathered(table, indices));
    const width = sizeOf(table.shape.slice(1));
    indices.data.forEach((index, position) => {
      demand(index >= 0 && index < table.shape[0]!, "gather", () => `no row ${index}`);
      result.data.set(table.data.subarray(index * width, (index + 1) * width), position * width);
    });
    return [result];
  },
  differentiate({ builder, inputs: [table, indices], gradients }) {
    if (table!.dtype !== "f32") return [null, null];
    return [builder.emit("scatter_add", [gradients[0]!, indices!], { rows: table!.shape[0]! }), null];
  },
};

function gathered(table: TensorType, indices: TensorType): TensorType {
  return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype };
}
