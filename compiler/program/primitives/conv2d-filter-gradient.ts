import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { Value } from "../program.ts";
import { shapeOf4 } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { checkConvolved, forEachProduct, geometryOf } from "./convolution.ts";

export const conv2dFilterGradient: Primitive<"conv2d_filter_gradient"> = {
  name: "conv2d_filter_gradient",
  doc: "From the image and dy, the gradient of conv2d by its filter.",
  infer(inputs, attributes) {
    checkInputs("conv2d_filter_gradient", inputs, ["f32", "f32"]);
    const w = { shape: attributes.filterShape, dtype: "f32" } as const;
    checkConvolved("conv2d_filter_gradient", inputs[1]!, inputs[0]!, w, attributes);
    return [w];
  },
  evaluate(inputs, attributes) {
    const [x, dy] = inputs as readonly [NDArray, NDArray];
    const dw = zeros({ shape: attributes.filterShape, dtype: "f32" });
    forEachProduct(x, dw, dy, attributes, (i, j, k) => {
      dw.data[j]! += x.data[i]! * dy.data[k]!;
    });
    return [dw];
  },
  differentiate({ builder, inputs, attributes, gradients }) {
    const [x, dy] = inputs as readonly [Value, Value];
    const geometry = geometryOf(attributes);
    const g = gradients[0]!;
    return [
      builder.emit("conv2d_input_gradient", [dy, g], { ...geometry, inputShape: shapeOf4(x) }),
      builder.emit("conv2d", [x, g], geometry),
    ];
  },
};
