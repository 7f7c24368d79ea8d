import type { Builder } from "../builder.ts";
import type { Primitive } from "../primitive.ts";
import type { BinaryName } from "../primitive-attributes.ts";
import type { Value } from "../program.ts";
import { binaryFunctions } from "../scalar-functions.ts";
import { broadcastShapes } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { mapBroadcast } from "./map-broadcast.ts";
import { sumToShape } from "./sum-to-shape.ts";

/** The gradients by both arguments in the broadcast shape, from the gradient g by y = f(p, q). */
type Derivative = (b: Builder, g: Value, p: Value, q: Value, y: Value) => readonly [Value, Value];

function binary<K extends BinaryName>(name: K, doc: string, derivative: Derivative): Primitive<K> {
  return {
    name,
    doc,
    infer(inputs) {
      checkInputs(name, inputs, ["f32", "f32"]);
      return [{ shape: broadcastShapes(name, [inputs[0]!.shape, inputs[1]!.shape]), dtype: "f32" }];
    },
    evaluate([p, q]) {
      const shape = broadcastShapes(name, [p!.shape, q!.shape]);
      return [mapBroadcast({ shape, dtype: "f32" }, [p!, q!], binaryFunctions[name])];
    },
    differentiate({ builder, inputs: [p, q], outputs, gradients }) {
      const [byP, byQ] = derivative(builder, gradients[0]!, p!, q!, outputs[0]!);
      return [sumToShape(builder, byP, p!.shape), sumToShape(builder, byQ, q!.shape)];
    },
  };
}

export const binaryPrimitives: { readonly [K in BinaryName]: Primitive<K> } = {
  add: binary("add", "p + q", (_b, g) => [g, g]),
  sub: binary("sub", "p - q", (b, g) => [g, b.neg(g)]),
  mul: binary("mul", "p · q", (b, g, p, q) => [b.mul(g, q), b.mul(g, p)]),
  div: binary("div", "p / q", (b, g, _p, q, y) => {
    const byP = b.div(g, q);
    return [byP, b.neg(b.mul(byP, y))];
  }),
  max: binary("max", "the greater; ties count for q", (b, g, p, q) => split(b, g, b.greater(p, q))),
  min: binary("min", "the lesser; ties count for q", (b, g, p, q) => split(b, g, b.less(p, q))),
  pow: binary("pow", "p to the power q", (b, g, p, q, y) => {
    const zero = b.constant(0);
    const one = b.constant(1);
    // Where q = 0 the derivative q·p^(q-1) is 0 even at p = 0; where p ≤ 0 the logarithm is taken as 0.
    const exponent = b.select(b.equal(q, zero), one, b.sub(q, one));
    const logarithm = b.log(b.select(b.greater(p, zero), p, one));
    return [b.mul(g, b.mul(q, b.pow(p, exponent))), b.mul(g, b.mul(y, logarithm))];
  }),
};

function split(b: Builder, g: Value, toFirst: Value): readonly [Value, Value] {
  const zero = b.constant(0);
  return [b.select(toFirst, g, zero), b.select(toFirst, zero, g)];
}
