import type { Builder } from "../builder.ts";
import type { Primitive } from "../primitive.ts";
import type { UnaryName } from "../primitive-attributes.ts";
import type { Value } from "../program.ts";
import { unaryFunctions } from "../scalar-functions.ts";
import { checkInputs } from "./check.ts";
import { mapBroadcast } from "./map-broadcast.ts";

/** The gradient by x, from the gradient g by y = f(x). */
type Derivative = (b: Builder, g: Value, x: Value, y: Value) => Value;

function unary<K extends UnaryName>(name: K, doc: string, derivative: Derivative | null): Primitive<K> {
  return {
    name,
    doc,
    infer(inputs) {
      checkInputs(name, inputs, ["f32"]);
      return [{ shape: inputs[0]!.shape, dtype: "f32" }];
    },
    evaluate: ([x]) => [mapBroadcast(x!, [x!], unaryFunctions[name])],
    differentiate({ builder, inputs, outputs, gradients }) {
      return [derivative?.(builder, gradients[0]!, inputs[0]!, outputs[0]!) ?? null];
    },
  };
}

export const unaryPrimitives: { readonly [K in UnaryName]: Primitive<K> } = {
  neg: unary("neg", "-x", (b, g) => b.neg(g)),
  // sign(0) = 0, so the gradient at 0 is 0 (T1: tfjs has -1 there).
  abs: unary("abs", "|x|", (b, g, x) => b.mul(g, b.sign(x))),
  sign: unary("sign", "-1, 0 or 1", null),
  exp: unary("exp", "e^x", (b, g, _x, y) => b.mul(g, y)),
  expm1: unary("expm1", "e^x - 1, exact near 0", (b, g, x) => b.mul(g, b.exp(x))),
  log: unary("log", "the natural logarithm", (b, g, x) => b.div(g, x)),
  log1p: unary("log1p", "log(1 + x), exact near 0", (b, g, x) => b.div(g, b.add(x, b.constant(1)))),
  // Infinite at 0: whoever takes a norm keeps away from 0 (T17).
  sqrt: unary("sqrt", "the square root", (b, g, _x, y) => b.div(b.scale(g, 0.5), y)),
  tanh: unary("tanh", "the hyperbolic tangent", (b, g, _x, y) => b.mul(g, b.sub(b.constant(1), b.square(y)))),
  sigmoid: unary("sigmoid", "1 / (1 + e^-x)", (b, g, _x, y) => b.mul(g, b.mul(y, b.sub(b.constant(1), y)))),
  // Strictly greater: the gradient at 0 is 0 (T18).
  relu: unary("relu", "max(x, 0)", (b, g, x) => b.select(b.greater(x, b.constant(0)), g, b.constant(0))),
  erf: unary("erf", "the error function, 2/√π ∫₀ˣ e^(-t²) dt", (b, g, x) =>
    b.mul(g, b.scale(b.exp(b.neg(b.square(x))), 2 / Math.sqrt(Math.PI))),
  ),
  floor: unary("floor", "the next whole number below", null),
  flush_subnormal: unary("flush_subnormal", "x, but 0 where |x| < 2^-126", (_b, g) => g),
};
