import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { f32x4, i32x4, v128 } from "../../assembler/instructions.ts";
import { float, int, keep } from "../../math/lanes.ts";

/** An operand of a scalar kernel at four cells. A truth is all ones or all zeros and becomes a number where one is asked for. */
export interface Operand {
  readonly holds: "f32" | "i32" | "truth";
  readonly lanes: V128;
}

export function keepOperand(f: FunctionBuilder, { holds, lanes }: Operand): Operand {
  return { holds, lanes: keep(f, lanes) };
}

/** As float32. */
export function asNumber(f: FunctionBuilder, { holds, lanes }: Operand): V128 {
  if (holds === "f32") return lanes;
  return holds === "truth" ? v128.and(lanes, float(f, 1)) : f32x4.convertI32x4S(lanes);
}

/** Whether it is not 0: a NaN is not. */
export function asTruth(f: FunctionBuilder, { holds, lanes }: Operand): V128 {
  if (holds === "truth") return lanes;
  return holds === "f32" ? f32x4.ne(lanes, float(f, 0)) : i32x4.ne(lanes, int(f, 0));
}
