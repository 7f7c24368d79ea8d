import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4, i32x4 } from "../assembler/instructions.ts";
import { float, int, keep, multiplyAdd, polynomial, type VectorFunction } from "./lanes.ts";
import { type Reduced, reduceByLn2 } from "./reduce-by-ln2.ts";

/**
 * A float32 at which e^x is infinite, and one at which it is 0. It is 0 from -104 on, yet by a last product that
 * underflows, which takes processors a hundred cycles; from -176 on both powers of two are 0 (masked softmax: -1e30).
 */
const [OVERFLOWS, VANISHES] = [89, -176];

/** e^x; subnormal where e^x is. Relative error below 1.5e-7. */
export const exp: VectorFunction = (f, x) => {
  // These minima pass NaN on: it is the first operand.
  const clamped = f32x4.pmax(f32x4.pmin(x, float(f, OVERFLOWS)), float(f, VANISHES));
  const { n, r } = reduceByLn2(f, clamped);
  return scale(f, f32x4.add(expm1Reduced(f, r), float(f, 1)), n);
};

/**
 * e^r - 1 for |r| ≤ ln 2 / 2, with a relative error below 1e-7.
 * Coefficients: expf of S. L. Moshier's Cephes library, 1989.
 */
export function expm1Reduced(f: FunctionBuilder, r: V128): V128 {
  const p = polynomial(
    f,
    r,
    [5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.987569915e-4],
  );
  return multiplyAdd(f, p, f32x4.mul(r, r), r);
}

/** p · 2ⁿ in two steps, each within float32's range, so that only the last rounds. p in [1/2, 2]. */
function scale(f: FunctionBuilder, p: V128, n: Reduced["n"]): V128 {
  const half = keep(f, i32x4.shrS(n, 1));
  const rest = i32x4.sub(n, half);
  return f32x4.mul(f32x4.mul(p, powerOf2(f, half)), powerOf2(f, rest));
}

/** 2ⁿ, -126 ≤ n ≤ 127; 0 for n = -127. */
export function powerOf2(f: FunctionBuilder, n: V128): V128 {
  return i32x4.shl(i32x4.add(n, int(f, 127)), 23);
}
