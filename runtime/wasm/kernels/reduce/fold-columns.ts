import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { PhaseContext } from "../../kernel.ts";
import type { Combine } from "./combine.ts";
import { type Fold, isComplete } from "./fold.ts";
import { foldColumnRows, roundTotals, startTotals } from "./fold-column-rows.ts";
import { cellsOf, type WalkedAxis } from "./reduced-axes.ts";
import { vectorsAtOnce } from "./term.ts";
import { placesAt } from "./walk.ts";

/** Cells of one unit. */
const CELLS = 32_768;
/** Whole cache lines, and enough of them side by side that the machine fetches ahead. */
const NARROWEST = 64;
/** The totals of a tile stay in the first cache. */
const WIDEST = 2048;
/** Up to so many rows, if they are not large, are read by one thread: no rows of partial results, no second phase. */
const FEW_ROWS = 1024;
/** Cells that a second cache no longer holds: pieces of rows, each in a page of its own, come slowly then. */
const LARGE = 131_072;
/** Blocks are of a multiple of as many rows as are ever taken at once. */
const MOST_ROWS = 8;

/**
 * Reduces an axis with others behind it. Few rows are cut into tiles of columns, many into blocks.
 *
 * @param outer the axes before it
 * @param inner those behind it, which every input walks through as one
 */
export function foldColumns(
  combine: Combine,
  kernel: ScalarKernel,
  outer: readonly WalkedAxis[],
  { size: rows, steps }: WalkedAxis,
  inner: readonly WalkedAxis[],
): Fold {
  const width = cellsOf(inner);
  const isCut = rows > FEW_ROWS || rows * width > LARGE;
  const rowsOfBlock = isCut ? MOST_ROWS * Math.max(1, Math.floor(CELLS / width / MOST_ROWS)) : rows;
  const fitting = isCut ? WIDEST : Math.max(NARROWEST, 16 * Math.floor(CELLS / rows / 16));
  const tile = Math.min(width, WIDEST, fitting);
  const blocks = Math.ceil(rows / rowsOfBlock);
  const tiles = Math.ceil(width / tile);
  const axes = [...outer, { size: blocks, isReduced: true }, ...inner];
  const toOutput = isComplete(axes);
  const together = vectorsAtOnce(kernel);
  const ways = steps.map((step, i) => ({ moves: inner.at(-1)!.steps[i] !== 0, apart: 4 * step }));

  function build({ f, inputs, outputs: [y], workspace, scratch, begin, end }: PhaseContext): void {
    const unit = f.local("i32");
    const column = f.local("i32");
    /** Which block of which outer cell: a row of results. */
    const row = f.local("i32");
    const block = f.local("i32");
    const result = f.local("i32");
    const cells = f.local("i32", tile);
    const from = inputs.map(() => f.local("i32"));
    const totals = f.local("i32", scratch);
    const left = f.local("i32");
    const take = (count: number) =>
      f.do(foldColumnRows(f.module, combine, kernel, ways, count).call(...from, totals, cells));
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

      const places = placesAt(f, f.local("i32", i32.divU(row, blocks)), outer, kernel.inputs);
      f.set(block, i32.mul(block, rowsOfBlock));
      from.forEach((address, i) => {
        const { moves, apart } = ways[i]!;
        f.set(address, i32.add(inputs[i]!, i32.shl(places[i]!, 2)));
        if (apart !== 0) f.increase(address, i32.mul(block, apart));
        if (moves) f.increase(address, i32.shl(column, 2));
      });
      f.set(left, i32.sub(rows, block));
      f.set(left, i32.select(i32.ltS(left, rowsOfBlock), left, rowsOfBlock));
      f.while(
        () => i32.geS(left, together),
        () => {
          take(together);
          from.forEach((address, i) => {
            if (ways[i]!.apart !== 0) f.increase(address, together * ways[i]!.apart);
          });
          f.increase(left, -together);
        },
      );
      if (rows % together !== 0) f.if(left, () => take(rows % together));
      if (toOutput) f.do(roundTotals(f.module).call(totals, i32.add(y!, i32.shl(result, 2)), cells));
    });
  }

  return { axes, units: cellsOf(outer) * blocks * tiles, scratch: toOutput ? 8 * tile : 0, build };
}

/**
 * Takes several neighbouring rows as one where rows are narrow and many, so that vectors are full; where each input
 * has a number for each cell, or one for all.
 *
 * @returns the rows that are left, and what is behind them
 */
export function widenRows(
  rows: WalkedAxis,
  row: WalkedAxis,
): { readonly rows: WalkedAxis; readonly inner: readonly WalkedAxis[] } {
  const isPlain = rows.steps.every((step, i) => step === row.steps[i]! * row.size);
  const isNarrow = row.size < 16 && rows.size * row.size > CELLS;
  const together = [16, 8, 4, 2].find((count) => rows.size % count === 0);
  if (!isPlain || !isNarrow || together === undefined) return { rows, inner: [row] };
  return {
    rows: { ...rows, size: rows.size / together, steps: rows.steps.map((step) => step * together) },
    inner: [{ ...rows, size: together }, row],
  };
}
