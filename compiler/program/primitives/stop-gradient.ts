import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";

export const stopGradient: Primitive<"stop_gradient"> = {
  name: "stop_gradient",
  doc: "The identity, through which no gradient flows.",
  infer(inputs) {
    checkInputs("stop_gradient", inputs, [null]);
    return [{ shape: inputs[0]!.shape, dtype: inputs[0]!.dtype }];
  },
  evaluate: ([x]) => [x!],
  differentiate: () => [null],
};
