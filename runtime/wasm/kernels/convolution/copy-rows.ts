import { v128 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { forVectors } from "../for-vectors.ts";
import { CELL, LANES, loadLanes, VECTOR } from "../matmul/lanes.ts";

/** Bytes of a row that ends with a whole vector. */
export function paddedBytes(cells: number): number {
  return VECTOR * Math.ceil(cells / LANES);
}

/**
 * Copies rows of so many cells, one after the other in the source, so that each ends with a whole vector, filled up
 * with 0: what reads them in vectors stays within them. Parameters: from, to, rows.
 */
export function copyRows(
  module: ModuleBuilder,
  cells: number,
): FunctionReference<readonly ["i32", "i32", "i32"]> {
  return module.function(`copy rows of ${cells}`, ["i32", "i32", "i32"], (f, from, to, rows) => {
    f.for(f.local("i32"), 0, rows, 1, () => {
      forVectors(f, cells, [from, to] as const, ([source, target], offset, lanes) => {
        f.do(v128.store(target, loadLanes(source, offset, lanes), offset));
      });
      f.increase(from, CELL * cells);
      f.increase(to, paddedBytes(cells));
    });
  });
}
