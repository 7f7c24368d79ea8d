/** Cells of each type in memory, and as operands. */
import type { DType } from "../../../../compiler/program/program.ts";
import type { I32, Statement, V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { i8x16, i16x8, i32, i32x4, v128 } from "../../assembler/instructions.ts";
import { int } from "../../math/lanes.ts";
import { asNumber, asTruth, type Operand } from "./operand.ts";

/** A whole vector, or one cell where too few are left. */
export type Count = 1 | 4;

/** Four cells, or one in the first lane; nothing else is read. */
export function loadCells(
  f: FunctionBuilder,
  dtype: DType,
  count: Count,
  address: I32,
  offset: number,
): Operand {
  if (dtype === "bool") {
    const bytes = count === 1 ? i32x4.splat(i32.load8u(address, offset)) : v128.load32Zero(address, offset);
    return truth(f, count === 1 ? bytes : i32x4.extendLowI16x8U(i16x8.extendLowI8x16U(bytes)));
  }
  const load = count === 1 ? v128.load32Zero : v128.load;
  return { holds: dtype, lanes: load(address, offset) };
}

/** One cell in every lane. */
export function spreadCell(f: FunctionBuilder, dtype: DType, address: I32): Operand {
  if (dtype === "bool") return truth(f, i32x4.splat(i32.load8u(address)));
  return { holds: dtype, lanes: v128.load32Splat(address) };
}

/** Stores the four lanes, or the first. */
export function storeCells(
  f: FunctionBuilder,
  dtype: DType,
  count: Count,
  address: I32,
  value: Operand,
  offset: number,
): Statement {
  if (dtype === "bool") {
    const ones = v128.and(asTruth(f, value), int(f, 1));
    if (count === 1) return i32.store8(address, i32x4.extractLane(ones, 0), offset);
    const bytes = i8x16.narrowI16x8U(i16x8.narrowI32x4S(ones, int(f, 0)), int(f, 0));
    return v128.store32Lane(address, bytes, 0, offset);
  }
  const lanes = dtype === "f32" ? asNumber(f, value) : value.lanes;
  return count === 1 ? v128.store32Lane(address, lanes, 0, offset) : v128.store(address, lanes, offset);
}

function truth(f: FunctionBuilder, cells: V128): Operand {
  return { holds: "truth", lanes: i32x4.ne(cells, int(f, 0)) };
}
