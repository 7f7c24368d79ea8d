import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";
import { cellCounts, checkPooled, forEachPooled, windowOf } from "./pooling.ts";

export const avgPoolGradient: Primitive<"avg_pool_gradient"> = {
  name: "avg_pool_gradient",
  doc: "Shares each cell of dy equally among the cells of its window that lie inside the image.",
  infer(inputs, attributes) {
    checkInputs("avg_pool_gradient", inputs, ["f32"]);
    const x = { shape: attributes.inputShape, dtype: "f32" } as const;
    checkPooled("avg_pool_gradient", inputs[0]!, x, attributes);
    return [x];
  },
  evaluate([dy], attributes) {
    const dx = zeros({ shape: attributes.inputShape, dtype: "f32" });
    const counts = cellCounts(dx, dy!, attributes);
    forEachPooled(dx, dy!, attributes, (toX, fromY) => {
      dx.data[toX]! += dy!.data[fromY]! / counts[fromY]!;
    });
    return [dx];
  },
  differentiate: ({ builder, attributes, gradients }) => [
    builder.emit("avg_pool", [gradients[0]!], windowOf(attributes)),
  ],
};
