import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { Value } from "../program.ts";
import { shapeOf4 } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { convolvedType, forEachProduct, geometryOf } from "./convolution.ts";

export const conv2d: Primitive<"conv2d"> = {
  name: "conv2d",
  doc: "Correlates images [B,H,W,C] with filters [h,w,C,F].",
  infer(inputs, attributes) {
    checkInputs("conv2d", inputs, ["f32", "f32"]);
    return [convolvedType("conv2d", inputs[0]!, inputs[1]!, attributes)];
  },
  evaluate(inputs, attributes) {
    const [x, w] = inputs as readonly [NDArray, NDArray];
    const y = zeros(convolvedType("conv2d", x, w, attributes));
    forEachProduct(x, w, y, attributes, (i, j, k) => {
      y.data[k]! += x.data[i]! * w.data[j]!;
    });
    return [y];
  },
  differentiate({ builder, inputs, attributes, gradients }) {
    const [x, w] = inputs as readonly [Value, Value];
    const geometry = geometryOf(attributes);
    const g = gradients[0]!;
    return [
      builder.emit("conv2d_input_gradient", [g, w], { ...geometry, inputShape: shapeOf4(x) }),
      builder.emit("conv2d_filter_gradient", [x, g], { ...geometry, filterShape: shapeOf4(w) }),
    ];
  },
};
