import { i32 } from "../../assembler/instructions.ts";
import type { PhaseContext } from "../../kernel.ts";
import type { Combine } from "./combine.ts";
import { type Fold, isComplete } from "./fold.ts";
import { foldColumnRows, ROWS, roundTotals, startTotals } from "./fold-column-rows.ts";
import { type Axis, cellsOf } from "./reduced-axes.ts";

/** Cells of one unit. */
const CELLS = 32_768;
/** Whole cache lines, and enough of them side by side that the machine fetches ahead. */
const NARROWEST = 64;
/** The totals of a tile stay in the first cache. */
const WIDEST = 2048;
/** Up to so many rows are read by one thread: no rows of partial results, no second phase. */
const FEW_ROWS = 1024;

/** How many neighbouring rows to take as one where rows are narrow and many, so that vectors are full. */
export function rowsTogether(rows: number, width: number): number {
  if (width >= 16 || rows * width <= CELLS) return 1;
  return [16, 8, 4, 2].find((together) => rows % together === 0) ?? 1;
}

/**
 * Reduces an axis of `rows` cells with others behind it. Few rows are cut into tiles of columns, many into blocks.
 *
 * @param outer the axes before it
 * @param inner those behind it
 */
export function foldColumns(
  combine: Combine,
  outer: readonly Axis[],
  rows: number,
  inner: readonly Axis[],
): Fold {
  const width = cellsOf(inner);
  const isCut = rows > FEW_ROWS;
  const rowsOfBlock = isCut ? ROWS * Math.max(1, Math.floor(CELLS / width / ROWS)) : rows;
  const fitting = isCut ? WIDEST : Math.max(NARROWEST, 16 * Math.floor(CELLS / rows / 16));
  const tile = Math.min(width, WIDEST, fitting);
  const blocks = Math.ceil(rows / rowsOfBlock);
  const tiles = Math.ceil(width / tile);
  const axes = [...outer, { size: blocks, isReduced: true }, ...inner];
  const toOutput = isComplete(axes);
  const stride = 4 * width;

  function build({ f, inputs: [x], outputs: [y], workspace, scratch, begin, end }: PhaseContext): void {
    const unit = f.local("i32");
    const column = f.local("i32");
    /** Which block of which outer cell: a row of results. */
    const row = f.local("i32");
    const block = f.local("i32");
    const result = f.local("i32");
    const cells = f.local("i32", tile);
    const from = f.local("i32");
    const totals = f.local("i32", scratch);
    const left = f.local("i32");
    f.for(unit, begin, end, 1, () => {
      f.set(column, i32.mul(i32.remU(unit, tiles), tile));
      f.set(row, i32.divU(unit, tiles));
      f.set(block, i32.remU(row, blocks));
      if (width % tile !== 0) {
        f.set(cells, i32.sub(width, column));
        f.set(cells, i32.select(i32.ltS(cells, tile), cells, tile));
      }
      f.set(result, i32.add(i32.mul(row, width), column));
      if (!toOutput) f.set(totals, i32.add(workspace, i32.shl(result, 3)));
      f.do(startTotals(f.module, combine).call(totals, cells));

      const firstRow = i32.add(i32.mul(i32.divU(row, blocks), rows), i32.mul(block, rowsOfBlock));
      f.set(from, i32.add(i32.add(x!, i32.mul(firstRow, stride)), i32.shl(column, 2)));
      f.set(left, i32.sub(rows, i32.mul(block, rowsOfBlock)));
      f.set(left, i32.select(i32.ltS(left, rowsOfBlock), left, rowsOfBlock));
      f.while(
        () => i32.geS(left, ROWS),
        () => {
          f.do(foldColumnRows(f.module, combine, ROWS, stride).call(from, totals, cells));
          f.increase(from, ROWS * stride);
          f.increase(left, -ROWS);
        },
      );
      const rest = rows % ROWS;
      if (rest !== 0)
        f.if(left, () => {
          f.do(foldColumnRows(f.module, combine, rest, stride).call(from, totals, cells));
        });
      if (toOutput) f.do(roundTotals(f.module).call(totals, i32.add(y!, i32.shl(result, 2)), cells));
    });
  }

  return { axes, units: cellsOf(outer) * blocks * tiles, scratch: toOutput ? 8 * tile : 0, build };
}
