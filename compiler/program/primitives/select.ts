import { demand } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import { broadcastShapes } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { mapBroadcast } from "./map-broadcast.ts";
import { sumToShape } from "./sum-to-shape.ts";

export const select: Primitive<"select"> = {
  name: "select",
  doc: "Cell by cell the second input where the first is true, else the third.",
  infer(inputs) {
    checkInputs("select", inputs, ["bool", null, null]);
    const [, whenTrue, whenFalse] = inputs;
    demand(
      whenTrue!.dtype === whenFalse!.dtype,
      "select",
      () => `both branches must have one dtype, have ${whenTrue!.dtype} and ${whenFalse!.dtype}`,
    );
    const shape = broadcastShapes(
      "select",
      inputs.map((input) => input.shape),
    );
    return [{ shape, dtype: whenTrue!.dtype }];
  },
  evaluate(inputs) {
    const shape = broadcastShapes(
      "select",
      inputs.map((input) => input.shape),
    );
    const type = { shape, dtype: inputs[1]!.dtype };
    return [mapBroadcast(type, inputs, (condition, p, q) => (condition !== 0 ? p! : q!))];
  },
  differentiate({ builder, inputs: [condition, p, q], gradients }) {
    const zero = builder.constant(0);
    const byP = builder.select(condition!, gradients[0]!, zero);
    const byQ = builder.select(condition!, zero, gradients[0]!);
    return [null, sumToShape(builder, byP, p!.shape), sumToShape(builder, byQ, q!.shape)];
  },
};
