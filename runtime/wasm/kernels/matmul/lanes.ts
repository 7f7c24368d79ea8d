/** Vectors that a tensor's edge cuts: no cell outside is read or written. */
import type { Expression, I32, Statement, V128 } from "../../assembler/expression.ts";
import { v128 } from "../../assembler/instructions.ts";

/** Bytes of a cell of f32. */
export const CELL = 4;
/** Cells of a vector. */
export const LANES = 4;
/** Bytes of a vector. */
export const VECTOR = 16;

/** The first `lanes` (1 … 4) cells from an address on; 0 in the other lanes. */
export function loadLanes(address: I32, offset: number, lanes: number): V128 {
  if (lanes === 4) return v128.load(address, offset);
  if (lanes === 1) return v128.load32Zero(address, offset);
  const two = v128.load64Zero(address, offset);
  return lanes === 2 ? two : v128.load32Lane(address, two, 2, offset + 2 * CELL);
}

/** Stores the first `lanes` (1 … 4) lanes. */
export function storeLanes(address: I32, offset: number, x: Expression<"v128">, lanes: number): Statement[] {
  if (lanes === 4) return [v128.store(address, x, offset)];
  if (lanes === 1) return [v128.store32Lane(address, x, 0, offset)];
  const two = v128.store64Lane(address, x, 0, offset);
  return lanes === 2 ? [two] : [two, v128.store32Lane(address, x, 2, offset + 2 * CELL)];
}
