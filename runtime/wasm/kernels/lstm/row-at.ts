import type { Expression } from "../../assembler/expression.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";

/** The address of a row of a matrix. */
export function rowAt(matrix: Local<"i32">, row: Local<"i32">, bytes: number): Expression<"i32"> {
  return i32.add(matrix, i32.mul(row, bytes));
}
