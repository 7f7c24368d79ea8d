import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32, memory, v128 } from "../../assembler/instructions.ts";

/** Above this the engine's own copy is faster than vectors one by one. */
const LONG = 256;

/** Emits the copy of so many bytes. */
export function copyBytes(f: FunctionBuilder, to: Local<"i32">, from: Local<"i32">, bytes: number): void {
  if (bytes > LONG) {
    f.do(memory.copy(to, from, bytes));
    return;
  }
  let at = 0;
  for (; at + 16 <= bytes; at += 16) f.do(v128.store(to, v128.load(from, at), at));
  for (; at + 8 <= bytes; at += 8) f.do(v128.store64Lane(to, v128.load64Zero(from, at), 0, at));
  for (; at + 4 <= bytes; at += 4) f.do(i32.store(to, i32.load(from, at), at));
  for (; at < bytes; at++) f.do(i32.store8(to, i32.load8u(from, at), at));
}
