import { i32 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder, Target } from "../../assembler/module-builder.ts";
import { CELL } from "../matmul/lanes.ts";
import { multiplyTile } from "../matmul/multiply-tile.ts";
import { tileColumns, tileRows } from "../matmul/tile-size.ts";

/** Bytes from one depth of a packed panel to the next. */
export function panelStride(target: Target): number {
  return CELL * tileColumns(target);
}

/** Depth of a panel's piece (16 kB, wide 32 kB) that stays in the first cache or near it while the rows go by. */
const DEPTH_BLOCK = 512;

export interface RowProduct {
  readonly depth: number;
  readonly columns: number;
  /** Bytes from row to row. */
  readonly leftStride: number;
  readonly resultStride: number;
  /** All numbers of rows that occur. */
  readonly rows: readonly number[];
}

/** left, right (packed in panels), result, rows. */
type RowParameters = readonly ["i32", "i32", "i32", "i32"];

/** result [rows, columns] = left [rows, depth] · right [depth, columns], for any of the numbers of rows. */
export function multiplyRows(module: ModuleBuilder, product: RowProduct): FunctionReference<RowParameters> {
  const { depth, columns, leftStride, resultStride } = product;
  const [wholeRows, wholeColumns] = [tileRows(module.target), tileColumns(module.target)];
  const stride = panelStride(module.target);
  const rests = [...new Set(product.rows.map((rows) => rows % wholeRows))].filter((rest) => rest > 0);
  const key = `rows times panels ${JSON.stringify([depth, columns, leftStride, resultStride, rests])}`;
  return module.function(key, ["i32", "i32", "i32", "i32"], (f, left, right, result, rows) => {
    const [at, to, remaining] = [f.local("i32"), f.local("i32"), f.local("i32")];
    const [panel, columnOfTiles] = [f.local("i32"), f.local("i32")];
    const panelTimesRows = (start: number, depths: number, columns: number): void => {
      const tile = (rows: number): void => {
        const { call } = multiplyTile(module, { rows, columns, order: "lines" });
        f.do(call(at, leftStride, panel, stride, to, resultStride, depths, start === 0 ? 0 : 1, 0));
      };
      f.set(at, i32.add(left, CELL * start));
      f.set(to, columnOfTiles);
      f.set(remaining, rows);
      f.while(
        () => i32.geS(remaining, wholeRows),
        () => {
          tile(wholeRows);
          f.increase(at, wholeRows * leftStride);
          f.increase(to, wholeRows * resultStride);
          f.increase(remaining, -wholeRows);
        },
      );
      for (const rest of rests) f.if(i32.eq(remaining, rest), () => tile(rest));
    };
    for (let start = 0; start < depth; start += DEPTH_BLOCK) {
      const depths = Math.min(DEPTH_BLOCK, depth - start);
      f.set(panel, i32.add(right, stride * start));
      f.set(columnOfTiles, result);
      const whole = Math.floor(columns / wholeColumns);
      const wholePanel = (): void => {
        panelTimesRows(start, depths, wholeColumns);
        f.increase(panel, stride * depth);
        f.increase(columnOfTiles, stride);
      };
      if (whole > 0) f.for(f.local("i32"), 0, whole, 1, wholePanel);
      if (columns % wholeColumns > 0) panelTimesRows(start, depths, columns % wholeColumns);
    }
  });
}
