import { f32x4, v128 } from "../assembler/instructions.ts";
import { exp } from "./exp.ts";
import { choose, float, int, keep, SIGN, type VectorFunction } from "./lanes.ts";

/** 1 / (1 + e^-x), and e^x / (1 + e^x) below 0, so that nothing overflows. Relative error below 3e-7. */
export const sigmoid: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  const one = float(f, 1);
  const e = keep(f, exp(f, v128.or(kept, int(f, SIGN))));
  return f32x4.div(choose(f, f32x4.lt(kept, float(f, 0)), e, one), f32x4.add(one, e));
};
