/** The building blocks of functions on four float32 lanes. */
import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { f32x4, i32x4, v128 } from "../assembler/instructions.ts";

/** Emits what computes a function of each lane; `x` is evaluated once. The result is to be evaluated once, too. */
export type VectorFunction = (f: FunctionBuilder, x: V128) => V128;

/** The bits of the exponent: none is set in 0 and in subnormal numbers. */
export const EXPONENT = 0x7f800000;

/** Only the sign's bit. */
export const SIGN = -(2 ** 31);

/** The same float32 in every lane. */
export function float(f: FunctionBuilder, value: number): V128 {
  return f.constant(f32x4.const(value));
}

/** The same int32, or pattern of bits, in every lane. */
export function int(f: FunctionBuilder, value: number): V128 {
  return f.constant(i32x4.const(value));
}

/** A variable that holds x, so that it may be used more than once. */
export function keep(f: FunctionBuilder, x: V128): V128 {
  return isLocal(x) ? x : f.local("v128", x);
}

function isLocal(x: V128): x is Local<"v128"> {
  return "index" in x;
}

/** Lane by lane a where the mask is all ones, b where it is all zeros. */
export function choose(f: FunctionBuilder, mask: V128, a: V128, b: V128): V128 {
  return f.module.target.relaxedSimd ? i32x4.relaxedLaneselect(a, b, mask) : v128.bitselect(a, b, mask);
}

/** a * b + c, rounded once where the engine can: only within functions whose results are approximate anyway. */
export function multiplyAdd(f: FunctionBuilder, a: V128, b: V128, c: V128): V128 {
  return f.module.target.relaxedSimd ? f32x4.relaxedMadd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b, likewise. */
export function negativeMultiplyAdd(f: FunctionBuilder, a: V128, b: V128, c: V128): V128 {
  return f.module.target.relaxedSimd ? f32x4.relaxedNmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
}

/** c₀ + c₁x + c₂x² + … by Horner's rule, from the last coefficient on. */
export function polynomial(f: FunctionBuilder, x: V128, coefficients: readonly number[]): V128 {
  const kept = keep(f, x);
  return coefficients
    .map((coefficient) => float(f, coefficient))
    .reduceRight((sum, coefficient) => multiplyAdd(f, sum, kept, coefficient));
}
