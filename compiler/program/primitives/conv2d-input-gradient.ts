import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { Value } from "../program.ts";
import { shapeOf4 } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { checkConvolved, forEachProduct, geometryOf } from "./convolution.ts";

export const conv2dInputGradient: Primitive<"conv2d_input_gradient"> = {
  name: "conv2d_input_gradient",
  doc: "From dy and the filter, the gradient of conv2d by its image.",
  infer(inputs, attributes) {
    checkInputs("conv2d_input_gradient", inputs, ["f32", "f32"]);
    const x = { shape: attributes.inputShape, dtype: "f32" } as const;
    checkConvolved("conv2d_input_gradient", inputs[0]!, x, inputs[1]!, attributes);
    return [x];
  },
  evaluate(inputs, attributes) {
    const [dy, w] = inputs as readonly [NDArray, NDArray];
    const dx = zeros({ shape: attributes.inputShape, dtype: "f32" });
    forEachProduct(dx, w, dy, attributes, (i, j, k) => {
      dx.data[i]! += dy.data[k]! * w.data[j]!;
    });
    return [dx];
  },
  differentiate({ builder, inputs, attributes, gradients }) {
    const [dy, w] = inputs as readonly [Value, Value];
    const geometry = geometryOf(attributes);
    const g = gradients[0]!;
    return [
      builder.emit("conv2d", [g, w], geometry),
      builder.emit("conv2d_filter_gradient", [g, dy], { ...geometry, filterShape: shapeOf4(w) }),
    ];
  },
};
