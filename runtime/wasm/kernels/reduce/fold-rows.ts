import { type ScalarKernel, weightOf } from "../../../../compiler/program/scalar-kernel.ts";
import { f32, f64, i32 } from "../../assembler/instructions.ts";
import { forRuns, unitsOf } from "../for-runs.ts";
import type { Combine } from "./combine.ts";
import { type Fold, isComplete } from "./fold.ts";
import { foldRow } from "./fold-row.ts";
import { cellsOf, type WalkedAxis } from "./reduced-axes.ts";
import { placesAt } from "./walk.ts";

/** Cells of one unit. */
const CELLS = 8192;
/** So many rows keep all threads busy without being cut. */
const MANY_ROWS = 64;
/** What one thread does of a row, in loads and operations, before it pays to cut it: the parts take a second phase. */
const LONG = 131_072;

/** Reduces the last axis. Long rows that are few are cut into blocks. */
export function foldRows(
  combine: Combine,
  kernel: ScalarKernel,
  outer: readonly WalkedAxis[],
  { size: length, steps }: WalkedAxis,
): Fold {
  const moves = steps.map((step) => step !== 0);
  const rows = cellsOf(outer);
  const isLong = length > CELLS && length * (2 + weightOf(kernel.operations)) > LONG;
  const isCut = rows < MANY_ROWS && isLong;
  const blocks = isCut ? Math.ceil(length / CELLS) : 1;
  const axes = [...outer, { size: blocks, isReduced: true }];
  const toOutput = isComplete(axes);
  const runs = { items: rows * blocks, perUnit: isCut ? 1 : Math.max(1, Math.floor(CELLS / length)) };
  return {
    axes,
    units: unitsOf(runs),
    scratch: 0,
    build(context) {
      const { f, inputs, outputs, workspace } = context;
      const row = foldRow(f.module, combine, kernel, moves);
      const [result, line, block] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const cells = f.local("i32", length);
      const emitRow = () => {
        if (isCut) {
          f.set(block, i32.mul(i32.remU(result, blocks), CELLS));
          f.set(cells, i32.sub(length, block));
          f.set(cells, i32.select(i32.ltS(cells, CELLS), cells, CELLS));
          f.set(line, i32.divU(result, blocks));
        } else f.set(line, result);
        const places = placesAt(f, line, outer, kernel.inputs);
        const addresses = inputs.map((input, i) => {
          const place = isCut && moves[i] ? i32.add(places[i]!, block) : places[i]!;
          return i32.add(input, i32.shl(place, 2));
        });
        const value = row.call(...addresses, cells);
        if (toOutput) f.do(f32.store(i32.add(outputs[0]!, i32.shl(result, 2)), f32.demoteF64(value)));
        else f.do(f64.store(i32.add(workspace, i32.shl(result, 3)), value));
      };
      forRuns(context, runs, (first, count) => f.for(result, first, i32.add(first, count), 1, emitRow));
    },
  };
}
