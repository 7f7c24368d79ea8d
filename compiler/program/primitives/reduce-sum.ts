import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { withUnitAxes } from "../shape.ts";
import { inferReduction, reducedShape, reductionTargets } from "./reduction.ts";

export const reduceSum: Primitive<"reduce_sum"> = {
  name: "reduce_sum",
  doc: "The sum over the given axes.",
  infer: (inputs, attributes) => inferReduction("reduce_sum", inputs, attributes),
  evaluate([x], { axes, keepDims }) {
    const result = zeros({ shape: reducedShape(x!.shape, axes, keepDims), dtype: "f32" });
    reductionTargets(x!.shape, axes).forEach((to, from) => {
      result.data[to]! += x!.data[from]!;
    });
    return [result];
  },
  differentiate({ builder, inputs: [x], attributes: { axes }, gradients }) {
    const kept = builder.reshape(gradients[0]!, withUnitAxes(x!.shape, axes));
    return [builder.broadcast(kept, x!.shape)];
  },
};
