import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL } from "../matmul/lanes.ts";
import { multiplyTile } from "../matmul/multiply-tile.ts";
import { tileColumns, tileRows } from "../matmul/tile-size.ts";

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
  const [wholeRows, wholeColumns] = [tileRows(module.target), tileColumns(module.target)];
  const key = `transposed times rows ${JSON.stringify(product)}`;
  return module.function(
    key,
    ["i32", "i32", "i32", "i32", "i32"],
    (f, left, right, result, depth, accumulate) => {
      const [at, to] = [f.local("i32"), f.local("i32")];
      const rowOfTiles = (rows: number): void => {
        f.set(at, right);
        f.set(to, result);
        const tile = (columns: number): void => {
          const { call } = multiplyTile(module, { rows, columns, order: "depths" });
          f.do(call(left, leftStride, at, rightStride, to, resultStride, depth, accumulate, 0));
        };
        times(f, Math.floor(columns / wholeColumns), () => {
          tile(wholeColumns);
          f.increase(at, CELL * wholeColumns);
          f.increase(to, CELL * wholeColumns);
        });
        if (columns % wholeColumns > 0) tile(columns % wholeColumns);
      };
      times(f, Math.floor(rows / wholeRows), () => {
        rowOfTiles(wholeRows);
        f.increase(left, CELL * wholeRows);
        f.increase(result, wholeRows * resultStride);
      });
      if (rows % wholeRows > 0) rowOfTiles(rows % wholeRows);
    },
  );
}

function times(f: FunctionBuilder, rounds: number, body: () => void): void {
  if (rounds > 0) f.for(f.local("i32"), 0, rounds, 1, body);
}
