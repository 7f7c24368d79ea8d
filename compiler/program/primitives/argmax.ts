import { zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkAxis, checkInputs } from "./check.ts";
import { reducedShape, reductionTargets } from "./reduction.ts";

export const argmax: Primitive<"argmax"> = {
  name: "argmax",
  doc: "The index of the first maximum along an axis.",
  infer(inputs, { axis }) {
    checkInputs("argmax", inputs, ["f32"]);
    const { shape } = inputs[0]!;
    checkAxis("argmax", axis, shape.length);
    return [{ shape: reducedShape(shape, [axis], false), dtype: "i32" }];
  },
  evaluate([x], { axis }) {
    const result = zeros({ shape: reducedShape(x!.shape, [axis], false), dtype: "i32" });
    const best = result.data.map(() => Number.NEGATIVE_INFINITY);
    const seen = new Uint32Array(best.length);
    reductionTargets(x!.shape, [axis]).forEach((to, from) => {
      const index = seen[to]!++;
      if (x!.data[from]! > best[to]!) {
        best[to] = x!.data[from]!;
        result.data[to] = index;
      }
    });
    return [result];
  },
  differentiate: () => [null],
};
