import { i32 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL } from "../matmul/lanes.ts";
import { multiplyTile } from "../matmul/multiply-tile.ts";
import { countPanels, forPanels, least, wholePanels } from "../matmul/panels.ts";
import { tileColumns, tileRows } from "../matmul/tile-size.ts";
import { PANEL_COLUMNS, PANEL_DEPTH } from "./pack-right.ts";

export interface RowProduct {
  readonly depth: number;
  readonly columns: number;
  /** How many rows there are at most. */
  readonly mostRows: number;
}

/** Of the depth at a time: a panel of it is 16 kB and stays in the first cache while the rows go by. */
const MOST_DEPTH = 256;
/** Up to so many rows a tile is a whole panel wide: with one of 8 columns it would wait for its own sums. Wide tiles always are. */
const WIDE_ROWS = 2;

/** left [rows, depth], right (packed), result [rows, columns], rows (1 or more). */
export type RowProductParameters = readonly ["i32", "i32", "i32", "i32"];
const PARAMETERS: RowProductParameters = ["i32", "i32", "i32", "i32"];

/**
 * The function that computes the product of some rows with a packed right side. How many rows is known only when it
 * runs, for it depends on the threads; every cell's sum is the same in a tile of any height.
 */
export function multiplyRows(
  module: ModuleBuilder,
  product: RowProduct,
): FunctionReference<RowProductParameters> {
  const { depth, columns } = product;
  const tallest = Math.min(tileRows(module.target), product.mostRows);
  const depthOfBlock = Math.ceil(depth / Math.ceil(depth / MOST_DEPTH));
  const panels = wholePanels(columns, PANEL_COLUMNS);
  const [leftRow, resultRow] = [CELL * depth, CELL * columns];
  const key = `lstm rows ${tallest} by ${depth}x${columns}`;
  return module.function(key, PARAMETERS, (f, left, right, result, rows) => {
    // As few tiles as can be, as equal as can be: the first `longer` ones have a row more.
    const tiles = f.local("i32", i32.divU(i32.add(rows, tallest - 1), tallest));
    const size = f.local("i32", i32.divU(rows, tiles));
    const longer = f.local("i32", i32.remU(rows, tiles));
    const [tile, height] = [f.local("i32"), f.local("i32")];
    const [start, steps] = [f.local("i32"), f.local("i32")];
    const [leftAt, rightAt] = [f.local("i32"), f.local("i32", right)];
    const [resultAt, columnAt] = [f.local("i32"), f.local("i32", result)];
    const multiply = (rows: number, from: number, columns: number): void => {
      const call = multiplyTile(module, { rows, columns, order: "lines" }).call;
      const [rightTile, resultTile] = [i32.add(rightAt, CELL * from), i32.add(resultAt, CELL * from)];
      const accumulate = i32.gtS(start, 0);
      f.do(call(leftAt, leftRow, rightTile, PANEL_DEPTH, resultTile, resultRow, steps, accumulate, 0));
    };
    const run = { from: f.local("i32", 0), to: f.local("i32", countPanels(panels)) };
    forPanels(f, panels, run, (width) => {
      f.for(start, 0, depth, depthOfBlock, () => {
        f.set(steps, least(i32.sub(depth, start), depthOfBlock));
        f.set(leftAt, i32.add(left, i32.mul(start, CELL)));
        f.set(resultAt, columnAt);
        f.for(tile, 0, tiles, 1, () => {
          f.set(height, i32.add(size, i32.ltS(tile, longer)));
          for (let known = 1; known <= tallest; known++) {
            f.if(i32.eq(height, known), () => {
              const most = known <= WIDE_ROWS ? PANEL_COLUMNS : tileColumns(module.target);
              for (let from = 0; from < width; from += most)
                multiply(known, from, Math.min(most, width - from));
            });
          }
          f.increase(leftAt, i32.mul(height, leftRow));
          f.increase(resultAt, i32.mul(height, resultRow));
        });
        f.increase(rightAt, i32.mul(steps, PANEL_DEPTH));
      });
      f.increase(columnAt, CELL * width);
    });
  });
}
