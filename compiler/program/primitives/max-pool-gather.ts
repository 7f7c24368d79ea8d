import { demand } from "../error.ts";
import { generate, type NDArray } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { firstMaxima, pooledType } from "./pooling.ts";

export const maxPoolGather: Primitive<"max_pool_gather"> = {
  name: "max_pool_gather",
  doc: "For each window, the cell of g at the place where x has the window's first maximum.",
  infer(inputs, attributes) {
    checkInputs("max_pool_gather", inputs, ["f32", "f32"]);
    const [x, g] = inputs;
    demand(
      sameShape(x!.shape, g!.shape),
      "max_pool_gather",
      () => `x ${formatShape(x!.shape)} and g ${formatShape(g!.shape)} differ in shape`,
    );
    return [pooledType("max_pool_gather", x!, attributes)];
  },
  evaluate(inputs, attributes) {
    const [x, g] = inputs as readonly [NDArray, NDArray];
    const type = pooledType("max_pool_gather", x, attributes);
    const maxima = firstMaxima(x, type, attributes);
    return [generate(type, (index) => g.data[maxima[index]!]!)];
  },
  differentiate: ({ builder, inputs, attributes, gradients }) => [
    null,
    builder.emit("max_pool_scatter", [inputs[0]!, gradients[0]!], attributes),
  ],
};
