import { demand } from "../error.ts";
import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";

export const oneHot: Primitive<"one_hot"> = {
  name: "one_hot",
  doc: "For each index a row of `depth` zeros with a 1 at the index; all zeros when the index is outside.",
  infer(inputs, { depth }) {
    checkInputs("one_hot", inputs, ["i32"]);
    demand(Number.isInteger(depth) && depth > 0, "one_hot", () => `depth ${depth} is not positive`);
    return [{ shape: [...inputs[0]!.shape, depth], dtype: "f32" }];
  },
  evaluate([indices], { depth }) {
    const hot = zeros({ shape: [...indices!.shape, depth], dtype: "f32" });
    indices!.data.forEach((index, row) => {
      if (index >= 0 && index < depth) hot.data[row * depth + index] = 1;
    });
    return [hot];
  },
  differentiate: () => [null],
};
