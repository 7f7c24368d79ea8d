import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";
import { firstMaxima, pooledType } from "./pooling.ts";

export const maxPool: Primitive<"max_pool"> = {
  name: "max_pool",
  doc: "The maximum of each window; padding never wins.",
  infer(inputs, attributes) {
    checkInputs("max_pool", inputs, ["f32"]);
    return [pooledType("max_pool", inputs[0]!, attributes)];
  },
  evaluate([x], attributes) {
    const type = pooledType("max_pool", x!, attributes);
    const maxima = firstMaxima(x!, type, attributes);
    return [generate(type, (index) => x!.data[maxima[index]!]!)];
  },
  differentiate: ({ builder, inputs, attributes, gradients }) => [
    builder.emit("max_pool_scatter", [inputs[0]!, gradients[0]!], attributes),
  ],
};
