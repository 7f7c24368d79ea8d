import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32, i32x4, memory, v128 } from "../../assembler/instructions.ts";

/** Vectors written without a loop. */
const UNROLLED = 8;

/** Emits the repetition of one cell of 1 or 4 bytes. */
export function fillCells(
  f: FunctionBuilder,
  to: Local<"i32">,
  from: Local<"i32">,
  cells: number,
  cellBytes: number,
): void {
  if (cellBytes === 1) f.do(memory.fill(to, i32.load8u(from), cells));
  else fillWords(f, to, v128.load32Splat(from), cells);
}

/** Emits so many zero bytes. */
export function fillZeros(f: FunctionBuilder, to: Local<"i32">, bytes: number): void {
  if (bytes > 16 * UNROLLED || bytes % 4 !== 0) f.do(memory.fill(to, 0, bytes));
  else fillWords(f, to, i32x4.const(0), bytes / 4);
}

function fillWords(f: FunctionBuilder, to: Local<"i32">, value: V128, cells: number): void {
  const word = f.local("v128", value);
  const at = f.local("i32", to);
  let vectors = cells >> 2;
  if (vectors > UNROLLED) {
    const rounds = f.local("i32", Math.floor(vectors / UNROLLED));
    f.doWhile(
      () => rounds,
      () => {
        for (let v = 0; v < UNROLLED; v++) f.do(v128.store(at, word, 16 * v));
        f.increase(at, 16 * UNROLLED);
        f.increase(rounds, -1);
      },
    );
    vectors %= UNROLLED;
  }
  for (let v = 0; v < vectors; v++) f.do(v128.store(at, word, 16 * v));
  for (let c = 0; c < cells % 4; c++) f.do(v128.store32Lane(at, word, 0, 16 * vectors + 4 * c));
}
