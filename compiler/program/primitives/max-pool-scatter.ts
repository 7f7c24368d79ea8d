import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";
import { checkPooled, firstMaxima } from "./pooling.ts";

export const maxPoolScatter: Primitive<"max_pool_scatter"> = {
  name: "max_pool_scatter",
  doc: "Adds each cell of dy to the place of x where its window has the first maximum.",
  infer(inputs, attributes) {
    checkInputs("max_pool_scatter", inputs, ["f32", "f32"]);
    checkPooled("max_pool_scatter", inputs[1]!, inputs[0]!, attributes);
    return [{ shape: inputs[0]!.shape, dtype: "f32" }];
  },
  evaluate(inputs, attributes) {
    const [x, dy] = inputs as readonly [NDArray, NDArray];
    const dx = zeros(x);
    firstMaxima(x, dy, attributes).forEach((at, from) => {
      dx.data[at]! += dy.data[from]!;
    });
    return [dx];
  },
  // By x the result is constant almost everywhere: the places move only where two cells tie.
  differentiate: ({ builder, inputs, attributes, gradients }) => [
    null,
    builder.emit("max_pool_gather", [inputs[0]!, gradients[0]!], attributes),
  ],
};
