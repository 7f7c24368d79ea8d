import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4, i32x4 } from "../assembler/instructions.ts";
import { float, keep, multiplyAdd, negativeMultiplyAdd } from "./lanes.ts";

/** Added to a number of less than 22 bits, its last bit is worth 1, so that the sum is rounded to a whole number. */
const ROUNDER = 1.5 * 2 ** 23;
/** ln 2 in two parts; the first has so few bits that n times it is exact (Cody and Waite, 1980). */
export const LN2_HIGH = 0.693359375;
export const LN2_LOW = Math.LN2 - LN2_HIGH;

export interface Reduced {
  /** A whole number, as int32. */
  readonly n: V128;
  /** |r| ≤ ln 2 / 2. */
  readonly r: V128;
}

/** x = n ln 2 + r; |x| ≤ 2^20. NaN gives an r of NaN. Both parts are variables. */
export function reduceByLn2(f: FunctionBuilder, x: V128): Reduced {
  const kept = keep(f, x);
  const rounder = float(f, ROUNDER);
  const sum = f.local("v128", multiplyAdd(f, kept, float(f, Math.LOG2E), rounder));
  const whole = f.local("v128", f32x4.sub(sum, rounder));
  const high = negativeMultiplyAdd(f, whole, float(f, LN2_HIGH), kept);
  const r = f.local("v128", negativeMultiplyAdd(f, whole, float(f, LN2_LOW), high));
  return { n: f.local("v128", i32x4.sub(sum, rounder)), r };
}
