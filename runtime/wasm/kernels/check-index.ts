import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { f64, i32 } from "../assembler/instructions.ts";

/**
 * Emits what throws a `RangeError` for an index outside 0 … count - 1. Indices are checked where data is read; a
 * wrong one here would reach other memory.
 */
export function checkIndex(
  f: FunctionBuilder,
  index: Local<"i32">,
  count: number,
  refuse: "refuseRow" | "refuseLabel",
): void {
  // As an unsigned number, an index below 0 is above all.
  f.if(i32.geU(index, count), () => {
    f.local("f64", f.module.callHost(refuse, f64.convertI32S(index), count));
  });
}
