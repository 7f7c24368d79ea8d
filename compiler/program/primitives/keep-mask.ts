import { bits, dropThreshold } from "../../random.ts";
import { demand } from "../error.ts";
import { generate } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkInputs, checkShape } from "./check.ts";

export const keepMask: Primitive<"keep_mask"> = {
  name: "keep_mask",
  doc:
    "From a key, a mask of inverted dropout: each cell 0 with probability `rate`, else 1/(1 - rate). " +
    "Cell i, row-major, is kept when `bits(key, i) >= floor(rate · 2^32)`.",
  infer(inputs, { shape, rate }) {
    checkInputs("keep_mask", inputs, ["i32"]);
    checkShape("keep_mask", shape);
    const key = inputs[0]!.shape;
    demand(sameShape(key, [2]), "keep_mask", () => `a key has shape [2], not ${formatShape(key)}`);
    demand(rate >= 0 && rate < 1, "keep_mask", () => `the drop rate ${rate} is outside [0, 1)`);
    return [{ shape, dtype: "f32" }];
  },
  evaluate([key], { shape, rate }) {
    const [k0, k1] = key!.data;
    const threshold = dropThreshold(rate);
    const kept = 1 / (1 - rate);
    return [generate({ shape, dtype: "f32" }, (i) => (bits(k0!, k1!, i) >= threshold ? kept : 0))];
  },
  differentiate: () => [null],
};
