import { demand } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import type { ComparisonName } from "../primitive-attributes.ts";
import { comparisonFunctions } from "../scalar-functions.ts";
import { broadcastShapes } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { mapBroadcast } from "./map-broadcast.ts";

function comparison<K extends ComparisonName>(name: K, doc: string): Primitive<K> {
  return {
    name,
    doc,
    infer(inputs) {
      checkInputs(name, inputs, [null, null]);
      const [p, q] = inputs;
      demand(
        p!.dtype === q!.dtype && p!.dtype !== "bool",
        name,
        () => `compares two f32 or two i32, was given ${p!.dtype} and ${q!.dtype}`,
      );
      return [{ shape: broadcastShapes(name, [p!.shape, q!.shape]), dtype: "bool" }];
    },
    evaluate([p, q]) {
      const shape = broadcastShapes(name, [p!.shape, q!.shape]);
      return [mapBroadcast({ shape, dtype: "bool" }, [p!, q!], comparisonFunctions[name])];
    },
    differentiate: () => [null, null],
  };
}

export const comparisonPrimitives: { readonly [K in ComparisonName]: Primitive<K> } = {
  equal: comparison("equal", "p = q"),
  less: comparison("less", "p < q"),
  less_equal: comparison("less_equal", "p ≤ q"),
  greater: comparison("greater", "p > q"),
  greater_equal: comparison("greater_equal", "p ≥ q"),
};
