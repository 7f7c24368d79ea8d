import type { BinaryName } from "../../../compiler/program/primitive-attributes.ts";
import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4 } from "../assembler/instructions.ts";
import { choose, keep } from "./lanes.ts";
import { pow } from "./pow.ts";

/** Each function of two numbers, on four pairs. */
export const binaryVectors: { readonly [K in BinaryName]: (f: FunctionBuilder, a: V128, b: V128) => V128 } = {
  add: (_, a, b) => f32x4.add(a, b),
  sub: (_, a, b) => f32x4.sub(a, b),
  mul: (_, a, b) => f32x4.mul(a, b),
  div: (_, a, b) => f32x4.div(a, b),
  // pmax(b, a) is a > b ? a : b, which passes a NaN of b on, but not one of a.
  max: (f, a, b) => orNaN(f, a, (p) => f32x4.pmax(b, p)),
  min: (f, a, b) => orNaN(f, a, (p) => f32x4.pmin(b, p)),
  pow,
};

function orNaN(f: FunctionBuilder, a: V128, of: (a: V128) => V128): V128 {
  const kept = keep(f, a);
  return choose(f, f32x4.eq(kept, kept), of(kept), kept);
}
