import { f32x4, i32x4 } from "../assembler/instructions.ts";
import { expm1Reduced, powerOf2 } from "./exp.ts";
import { choose, float, int, keep, type VectorFunction } from "./lanes.ts";
import { reduceByLn2 } from "./reduce-by-ln2.ts";

/** Below this e^x - 1 rounds to -1, and above the other it is infinite. */
const [LEAST, OVERFLOWS] = [-20, 89];
/** From here on 2⁻ⁿ no longer counts beside 1. */
const NEGLIGIBLE = 30;

/** e^x - 1. Relative error below 2e-7, also near 0. */
export const expm1: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  const clamped = f32x4.pmax(f32x4.pmin(kept, float(f, OVERFLOWS)), float(f, LEAST));
  const { n, r } = reduceByLn2(f, clamped);
  // e^x - 1 = 2ⁿ (e^r - 1 + 1 - 2⁻ⁿ), where 1 - 2⁻ⁿ is exact, and 0 if n is.
  const small = powerOf2(f, i32x4.neg(i32x4.minS(n, int(f, NEGLIGIBLE))));
  const sum = f32x4.add(expm1Reduced(f, r), f32x4.sub(float(f, 1), small));
  // 2¹²⁸ is no float32, but 2¹²⁷ is.
  const half = keep(f, f32x4.mul(sum, powerOf2(f, i32x4.sub(n, int(f, 1)))));
  // So near to 0 it is x to the last bit, and -0 stays -0.
  return choose(f, f32x4.lt(f32x4.abs(kept), float(f, 2 ** -25)), kept, f32x4.add(half, half));
};
