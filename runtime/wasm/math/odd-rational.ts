import { f32x4, v128 } from "../assembler/instructions.ts";
import { choose, float, int, keep, polynomial, SIGN, type VectorFunction } from "./lanes.ts";

export interface OddRational {
  /** Of x², from the constant term on. All are positive, so that neither polynomial loses digits. */
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  /** From here on the function is ±1 in float32. */
  readonly saturates: number;
}

/** x · numerator(x²) / denominator(x²), and ±1 far from 0. */
export function oddRational({ numerator, denominator, saturates }: OddRational): VectorFunction {
  return (f, x) => {
    const kept = keep(f, x);
    const size = keep(f, f32x4.abs(kept));
    const square = keep(f, f32x4.mul(size, size));
    const p = f32x4.mul(size, polynomial(f, square, numerator));
    const y = f32x4.div(p, polynomial(f, square, denominator));
    const one = float(f, 1);
    // The quotient may round to above 1, and far out it is ∞ / ∞.
    const bounded = choose(f, f32x4.ge(size, float(f, saturates)), one, f32x4.pmin(y, one));
    return v128.or(bounded, v128.and(kept, int(f, SIGN)));
  };
}
