import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { shapeOf4 } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { cellCounts, forEachPooled, pooledType } from "./pooling.ts";

export const avgPool: Primitive<"avg_pool"> = {
  name: "avg_pool",
  doc: "The mean of the cells of each window that lie inside the image.",
  infer(inputs, attributes) {
    checkInputs("avg_pool", inputs, ["f32"]);
    return [pooledType("avg_pool", inputs[0]!, attributes)];
  },
  evaluate([x], attributes) {
    const y = zeros(pooledType("avg_pool", x!, attributes));
    const counts = cellCounts(x!, y, attributes);
    forEachPooled(x!, y, attributes, (fromX, toY) => {
      y.data[toY]! += x!.data[fromX]! / counts[toY]!;
    });
    return [y];
  },
  differentiate: ({ builder, inputs, attributes, gradients }) => [
    builder.emit("avg_pool_gradient", [gradients[0]!], { ...attributes, inputShape: shapeOf4(inputs[0]!) }),
  ],
};
