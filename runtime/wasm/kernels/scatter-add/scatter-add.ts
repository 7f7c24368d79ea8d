import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import type { I32 } from "../../assembler/expression.ts";
import { i32, memory } from "../../assembler/instructions.ts";
import type { Phase, PhaseContext, WasmKernelDefinition } from "../../kernel.ts";
import { sortByRow } from "./sort-by-row.ts";
import { COLUMNS, sumUpdates } from "./sum-updates.ts";

/** Cells of the table that one unit writes, where rows are many. */
const CELLS = 16_384;
/** Fewer rows are cut into columns: one of them may have most of the updates. */
const MANY_ROWS = 512;
/** Rows of one unit where they are few. */
const ROWS = 32;

/**
 * The positions are sorted by their rows, then every row is summed in float64 by one thread: the order of the
 * updates, whatever the threads are, and no two of them write one cell.
 */
export const scatterAdd: WasmKernelDefinition<"scatter_add"> = ({
  inputs,
  outputs,
  attributes: { rows },
}) => {
  const width = sizeOf(outputs[0]!.shape) / rows;
  const positions = sizeOf(inputs[1]!.shape);
  const sort: Phase = {
    units: 1,
    build({ f, inputs: [, indices], workspace, begin, end }) {
      f.if(i32.ltS(begin, end), () => {
        f.do(sortByRow(f.module, positions, rows).call(indices!, workspace));
      });
    },
  };
  const tile = rows < MANY_ROWS ? Math.min(width, COLUMNS) : width;
  const rowsOfUnit = rows < MANY_ROWS ? ROWS : Math.max(1, Math.floor(CELLS / width));
  const sum: Phase = {
    units: Math.ceil(width / tile) * Math.ceil(rows / rowsOfUnit),
    build: (context) => sumRows(context, { rows, width, tile, rowsOfUnit }),
  };
  return { phases: [sort, sum], workspace: 4 * (rows + 1 + positions) };
};

interface Shares {
  readonly rows: number;
  readonly width: number;
  /** Columns of a unit: all, or as many as are summed at once. */
  readonly tile: number;
  readonly rowsOfUnit: number;
}

/** All rows of the first tile, then of the next: where rows are few, each thread has columns of all of them. */
function sumRows(
  { f, inputs: [updates], outputs: [table], workspace, begin, end }: PhaseContext,
  { rows, width, tile, rowsOfUnit }: Shares,
): void {
  const groups = Math.ceil(rows / rowsOfUnit);
  const [unit, row, behind] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const [column, behindColumn, offset] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const [slot, first, last] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const sorted = f.local("i32", i32.add(workspace, 4 * (rows + 1)));
  const addressIn = (base: I32, cell: I32) => i32.add(base, i32.shl(cell, 2));
  const sumColumns = (columns: number): void => {
    const sum = sumUpdates(f.module, width, columns);
    f.do(sum.call(addressIn(updates!, column), first, last, addressIn(table!, i32.add(offset, column))));
  };
  f.for(unit, begin, end, 1, () => {
    f.set(row, i32.mul(i32.remU(unit, groups), rowsOfUnit));
    f.set(behind, i32.add(row, rowsOfUnit));
    f.set(behind, i32.select(i32.ltS(behind, rows), behind, rows));
    f.for(row, row, behind, 1, () => {
      f.set(slot, addressIn(workspace, row));
      f.set(first, addressIn(sorted, i32.load(slot)));
      f.set(last, addressIn(sorted, i32.load(slot, 4)));
      f.set(offset, i32.mul(row, width));
      f.set(column, i32.mul(i32.divU(unit, groups), tile));
      f.set(behindColumn, i32.add(column, tile));
      f.set(behindColumn, i32.select(i32.ltS(behindColumn, width), behindColumn, width));
      f.if(
        i32.eq(first, last),
        () => {
          const bytes = i32.shl(i32.sub(behindColumn, column), 2);
          f.do(memory.fill(addressIn(table!, i32.add(offset, column)), 0, bytes));
        },
        () => {
          f.for(column, column, i32.sub(behindColumn, COLUMNS - 1), COLUMNS, () => sumColumns(COLUMNS));
          if (width % COLUMNS > 0) f.if(i32.ltS(column, behindColumn), () => sumColumns(width % COLUMNS));
        },
      );
    });
  });
}
