import type { UnaryName } from "../../../compiler/program/primitive-attributes.ts";
import { f32x4, i32x4, v128 } from "../assembler/instructions.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { expm1 } from "./expm1.ts";
import { choose, EXPONENT, float, int, keep, SIGN, type VectorFunction } from "./lanes.ts";
import { log } from "./log.ts";
import { log1p } from "./log1p.ts";
import { sigmoid } from "./sigmoid.ts";
import { tanh } from "./tanh.ts";

/** Each function of one number, on four. */
export const unaryVectors: { readonly [K in UnaryName]: VectorFunction } = {
  neg: (_, x) => f32x4.neg(x),
  abs: (_, x) => f32x4.abs(x),
  sign(f, x) {
    const kept = keep(f, x);
    const one = v128.or(v128.and(kept, int(f, SIGN)), float(f, 1));
    // ±0 and NaN are their own signs.
    return choose(f, f32x4.gt(f32x4.abs(kept), float(f, 0)), one, kept);
  },
  exp,
  expm1,
  log,
  log1p,
  sqrt: (_, x) => f32x4.sqrt(x),
  tanh,
  sigmoid,
  relu(f, x) {
    const kept = keep(f, x);
    // Where x ≤ 0 its bits are cleared: NaN stays, -0 becomes 0.
    return v128.andnot(kept, f32x4.le(kept, float(f, 0)));
  },
  erf,
  floor: (_, x) => f32x4.floor(x),
  flush_subnormal(f, x) {
    const kept = keep(f, x);
    // By the bits: some processors are slow to compare subnormal numbers, too.
    return v128.andnot(kept, i32x4.eq(v128.and(kept, int(f, EXPONENT)), int(f, 0)));
  },
};
