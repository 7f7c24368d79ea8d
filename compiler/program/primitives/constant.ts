import { demand } from "../error.ts";
import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { DType } from "../program.ts";
import { checkInputs, checkShape } from "./check.ts";

const holds: { readonly [K in DType]: (value: number) => boolean } = {
  f32: (value) => !Number.isNaN(value),
  i32: (value) => Number.isInteger(value) && (value | 0) === value,
  bool: (value) => value === 0 || value === 1,
};

export const constant: Primitive<"constant"> = {
  name: "constant",
  doc: "A tensor filled with one number.",
  infer(inputs, { value, shape, dtype }) {
    checkInputs("constant", inputs, []);
    checkShape("constant", shape);
    demand(holds[dtype](value), "constant", () => `${value} is no ${dtype}`);
    return [{ shape, dtype }];
  },
  evaluate: (_, { value, shape, dtype }) => [generate({ shape, dtype }, () => value)],
  differentiate: () => [],
};
