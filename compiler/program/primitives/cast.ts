import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { DType } from "../program.ts";
import { checkInputs } from "./check.ts";

const conversions: { readonly [K in DType]: (x: number) => number } = {
  f32: (x) => x,
  i32: Math.trunc,
  bool: (x) => Number(x !== 0),
};

export const cast: Primitive<"cast"> = {
  name: "cast",
  doc: "To another dtype: f32 to i32 drops the fraction, anything to bool asks whether it is not 0.",
  infer(inputs, { dtype }) {
    checkInputs("cast", inputs, [null]);
    return [{ shape: inputs[0]!.shape, dtype }];
  },
  evaluate: ([x], { dtype }) => [
    generate({ shape: x!.shape, dtype }, (index) => conversions[dtype](x!.data[index]!)),
  ],
  differentiate: ({ inputs, attributes, gradients }) => [
    inputs[0]!.dtype === "f32" && attributes.dtype === "f32" ? gradients[0]! : null,
  ],
};
