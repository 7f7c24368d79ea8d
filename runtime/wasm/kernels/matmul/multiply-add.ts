import type { V128 } from "../../assembler/expression.ts";
import { f32x4 } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";

/** a * b + c, fused where the target can. */
export function multiplyAdd({ relaxedSimd }: Target, a: V128, b: V128, c: V128): V128 {
  return relaxedSimd ? f32x4.relaxedMadd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}
