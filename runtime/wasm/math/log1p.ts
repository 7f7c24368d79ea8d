import { f32x4, v128 } from "../assembler/instructions.ts";
import { float, int, keep, SIGN, type VectorFunction } from "./lanes.ts";
import { log } from "./log.ts";

/**
 * log(1 + x) = log u + (x - (u - 1)) / u to first order, where u is 1 + x rounded: the second term is what the
 * rounding lost. Relative error below 2e-7, also near 0.
 */
export const log1p: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  const one = float(f, 1);
  const u = keep(f, f32x4.add(kept, one));
  const lost = keep(f, f32x4.div(f32x4.sub(kept, f32x4.sub(u, one)), u));
  // Where u is 0 or infinite nothing was lost, but the quotient is NaN.
  const sum = f32x4.add(log(f, u), v128.and(lost, f32x4.eq(lost, lost)));
  // The result has the sign of x, also at -0.
  return v128.or(sum, v128.and(kept, int(f, SIGN)));
};
