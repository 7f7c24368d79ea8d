import { i32 } from "../../assembler/instructions.ts";
import type { WasmKernel } from "../../kernel.ts";
import { CELL, LANES } from "../matmul/lanes.ts";
import { summedBlockOf } from "./block-of.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";
import { copyRows, paddedBytes } from "./copy-rows.ts";
import { gatherPatches } from "./move-patches.ts";
import { multiplyTransposed } from "./multiply-transposed.ts";
import { patchesOf } from "./patches-of.ts";
import { mostGroups, sumOverBatch } from "./sum-over-batch.ts";

/** With fewer groups than this the rows of the window and the filters are parts of their own. */
const FEW_GROUPS = 8;
/** Filters of a part at least: the patches are gathered again for each. */
const FILTERS_OF_PART = 32;
/** And a multiple of these: whole tiles, or halves of the wide ones. The same for both, and so are the sums' bits. */
const WHOLE_FILTERS = 2 * LANES;

/** The gradient of any convolution by its filter: blocks of gathered patches, transposed, times dy. */
export function patchFilterGradient(shape: ConvolutionShape): WasmKernel {
  const { window, filters } = shape;
  const rowOfTaps = window[1] * shape.channels;
  const cells = window[0] * rowOfTaps * filters;
  const pixels = shape.batch * shape.rows * shape.columns;
  const isDivided = mostGroups(cells) < FEW_GROUPS;
  const [tapRows, runs] = isDivided ? [1, runsOf(filters)] : [window[0], 1];
  const [taps, columns] = [tapRows * rowOfTaps, filters / runs];
  const block = summedBlockOf(pixels, CELL * taps);
  // Tiles read whole vectors of dy; where the last one would reach beyond it, they read a copy.
  const isCut = filters % LANES > 0;
  const dyStride = paddedBytes(filters);
  const patchBytes = paddedBytes(taps * block);
  const parts = (window[0] / tapRows) * runs;

  const sum = sumOverBatch({ total: pixels, block, cells, parts }, ({ f, inputs, scratch }) => {
    const gather = gatherPatches(f.module, patchesOf(shape), tapRows);
    const multiply = multiplyTransposed(f.module, {
      rows: taps,
      columns,
      leftStride: CELL * taps,
      rightStride: dyStride,
      resultStride: CELL * filters,
    });
    const [tapRow, column, dy] = [f.local("i32"), f.local("i32"), f.local("i32")];
    return ({ part, sums, forBlocks }) => {
      f.set(column, i32.mul(i32.remU(part, runs), CELL * columns));
      f.set(tapRow, i32.divU(part, runs));
      f.set(sums, i32.add(i32.add(sums, column), i32.mul(tapRow, CELL * rowOfTaps * filters)));
      forBlocks((first, behind, isLater) => {
        const count = i32.sub(behind, first);
        f.set(dy, i32.add(inputs[1]!, i32.mul(first, CELL * filters)));
        if (isCut) {
          const copy = i32.add(scratch, patchBytes);
          f.do(copyRows(f.module, filters).call(dy, copy, count));
          f.set(dy, copy);
        }
        f.do(
          gather.call(inputs[0]!, scratch, first, behind, tapRow),
          multiply.call(scratch, i32.add(dy, column), sums, count, isLater),
        );
      });
    };
  });
  return { ...sum, scratch: patchBytes + (isCut ? block * dyStride : 0) };
}

/** Into how many equal runs the filters are divided. */
function runsOf(filters: number): number {
  for (let runs = Math.floor(filters / FILTERS_OF_PART); runs > 1; runs--)
    if (filters % (runs * WHOLE_FILTERS) === 0) return runs;
  return 1;
}
