import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4, i32x4, v128 } from "../assembler/instructions.ts";
import { choose, float, int, keep, multiplyAdd, polynomial, type VectorFunction } from "./lanes.ts";
import { LN2_HIGH, LN2_LOW } from "./reduce-by-ln2.ts";

const LEAST_NORMAL = 2 ** -126;
/** Makes every subnormal number normal. */
const LIFT = 24;
/** The bits of √½, where the mantissas' range begins. */
const ROOT_OF_HALF = 0x3f3504f3;
const MANTISSA = 0x007fffff;

/** The natural logarithm: -∞ at ±0, NaN below. Relative error below 1.5e-7. */
export const log: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  const isSubnormal = keep(f, f32x4.lt(kept, float(f, LEAST_NORMAL)));
  const lifted = choose(f, isSubnormal, f32x4.mul(kept, float(f, 2 ** LIFT)), kept);
  const bits = keep(f, i32x4.sub(lifted, int(f, ROOT_OF_HALF)));
  const exponent = i32x4.sub(i32x4.shrS(bits, 23), v128.and(isSubnormal, int(f, LIFT)));
  const mantissa = i32x4.add(v128.and(bits, int(f, MANTISSA)), int(f, ROOT_OF_HALF));
  const y = logOfParts(f, f32x4.convertI32x4S(exponent), f32x4.sub(mantissa, float(f, 1)));
  // ∞ and NaN are their own logarithms; all ones are a NaN.
  const positive = choose(f, f32x4.lt(kept, float(f, Number.POSITIVE_INFINITY)), y, kept);
  const signed = v128.or(positive, f32x4.lt(kept, float(f, 0)));
  return choose(f, f32x4.eq(kept, float(f, 0)), float(f, Number.NEGATIVE_INFINITY), signed);
};

/**
 * e ln 2 + log(1 + t) for √½ ≤ 1 + t < √2.
 * Coefficients: logf of S. L. Moshier's Cephes library, 1989.
 */
function logOfParts(f: FunctionBuilder, e: V128, t: V128): V128 {
  const [exponent, rest] = [keep(f, e), keep(f, t)];
  const square = keep(f, f32x4.mul(rest, rest));
  const p = polynomial(
    f,
    rest,
    [
      3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1, -1.2420140846e-1,
      1.167699874e-1, -1.151461031e-1, 7.0376836292e-2,
    ],
  );
  const tail = multiplyAdd(f, exponent, float(f, LN2_LOW), f32x4.mul(f32x4.mul(p, rest), square));
  const low = multiplyAdd(f, square, float(f, -0.5), tail);
  return multiplyAdd(f, exponent, float(f, LN2_HIGH), f32x4.add(rest, low));
}
