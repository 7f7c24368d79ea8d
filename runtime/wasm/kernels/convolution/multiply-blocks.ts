/** Products of a block of rows with all columns, tile by tile. Sizes are constants; only the number of rows varies. */
import type { Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL } from "../matmul/lanes.ts";
import { multiplyTile, TILE_COLUMNS, tileRows } from "../matmul/multiply-tile.ts";

/** Bytes from one depth of a packed panel to the next. */
export const PANEL_STRIDE = CELL * TILE_COLUMNS;
/** Depth of a panel's piece that stays in the first cache (16 kB) while the rows go by. */
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

/** result [rows, columns] = left [rows, depth] · right [depth, columns]. */
export function multiplyRows(module: ModuleBuilder, product: RowProduct): FunctionReference<RowParameters> {
  const { depth, columns, leftStride, resultStride } = product;
  const wholeRows = tileRows(module.target);
  const rests = [...new Set(product.rows.map((rows) => rows % wholeRows))].filter((rest) => rest > 0);
  const key = `rows times panels ${JSON.stringify([depth, columns, leftStride, resultStride, rests])}`;
  return module.function(key, ["i32", "i32", "i32", "i32"], (f, left, right, result, rows) => {
    const [panel, at, to, columnBase, remaining] = [
      right,
      f.local("i32"),
      f.local("i32"),
      f.local("i32"),
      f.local("i32"),
    ];
    const panelTimesRows = (start: number, depths: number, tileColumns: number): void => {
      const tile = (tileRows: number): void => {
        const call = multiplyTile(module, { rows: tileRows, columns: tileColumns, order: "lines" });
        f.do(call.call(at, leftStride, panel, PANEL_STRIDE, to, resultStride, depths, start === 0 ? 0 : 1));
      };
      f.set(at, i32.add(left, CELL * start));
      f.set(to, columnBase);
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
    const first = f.local("i32", right);
    for (let start = 0; start < depth; start += DEPTH_BLOCK) {
      const depths = Math.min(DEPTH_BLOCK, depth - start);
      f.set(panel, i32.add(first, PANEL_STRIDE * start));
      f.set(columnBase, result);
      const whole = Math.floor(columns / TILE_COLUMNS);
      f.for(f.local("i32"), 0, whole, 1, () => {
        panelTimesRows(start, depths, TILE_COLUMNS);
        f.increase(panel, PANEL_STRIDE * depth);
        f.increase(columnBase, PANEL_STRIDE);
      });
      if (columns % TILE_COLUMNS > 0) panelTimesRows(start, depths, columns % TILE_COLUMNS);
    }
  });
}

export interface TransposedProduct {
  readonly rows: number;
  readonly columns: number;
  /** Bytes from depth to depth. */
  readonly leftStride: number;
  /** Likewise; the right side is read in whole vectors, so a row of it ends with one. */
  readonly rightStride: number;
  readonly resultStride: number;
}

/** left, right, result, depth, accumulate (0: overwrite, 1: add). */
type TransposedParameters = readonly ["i32", "i32", "i32", "i32", "i32"];

/** result [rows, columns] (+)= left [depth, rows]ᵀ · right [depth, columns]. */
export function multiplyTransposed(
  module: ModuleBuilder,
  product: TransposedProduct,
): FunctionReference<TransposedParameters> {
  const { rows, columns, leftStride, rightStride, resultStride } = product;
  const wholeRows = tileRows(module.target);
  const key = `transposed times rows ${JSON.stringify(product)}`;
  return module.function(
    key,
    ["i32", "i32", "i32", "i32", "i32"],
    (f, left, right, result, depth, accumulate) => {
      const [at, to] = [f.local("i32"), f.local("i32")];
      const rowOfTiles = (tileRows: number): void => {
        f.set(at, right);
        f.set(to, result);
        const tile = (tileColumns: number): void => {
          const call = multiplyTile(module, { rows: tileRows, columns: tileColumns, order: "depths" });
          f.do(call.call(left, leftStride, at, rightStride, to, resultStride, depth, accumulate));
        };
        loop(f.local("i32"), Math.floor(columns / TILE_COLUMNS), () => {
          tile(TILE_COLUMNS);
          f.increase(at, PANEL_STRIDE);
          f.increase(to, PANEL_STRIDE);
        });
        if (columns % TILE_COLUMNS > 0) tile(columns % TILE_COLUMNS);
      };
      const loop = (index: Local<"i32">, rounds: number, body: () => void): void => {
        if (rounds > 0) f.for(index, 0, rounds, 1, body);
      };
      loop(f.local("i32"), Math.floor(rows / wholeRows), () => {
        rowOfTiles(wholeRows);
        f.increase(left, CELL * wholeRows);
        f.increase(result, wholeRows * resultStride);
      });
      if (rows % wholeRows > 0) rowOfTiles(rows % wholeRows);
    },
  );
}
