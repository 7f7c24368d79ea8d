import { i32 } from "../../assembler/instructions.ts";
import type { PhaseContext, WasmKernel } from "../../kernel.ts";
import { CELL, LANES } from "../matmul/lanes.ts";
import { TILE_COLUMNS } from "../matmul/multiply-tile.ts";
import { blockOf } from "./block-of.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";
import { copyRows, paddedBytes } from "./copy-rows.ts";
import { forBlocks } from "./for-blocks.ts";
import { gatherPatches } from "./move-patches.ts";
import { multiplyTransposed } from "./multiply-blocks.ts";
import { patchesOf } from "./patches-of.ts";
import { shareBatch } from "./share-batch.ts";
import { groupBytes, sumGroups } from "./sum-groups.ts";

/** Depth of a product that is worth a tile's while. */
const DEPTH = 12;
/** With fewer groups than this the filters are shared out as well. */
const FEW_GROUPS = 8;
/** Filters of a share at least: the patches are gathered again for each. */
const FILTERS_OF_SHARE = 64;

/**
 * The gradient of any convolution by its filter: for each block of pixels, gathered patches, transposed, times dy,
 * added up over the blocks of a group; then the groups.
 */
export function patchFilterGradient(shape: ConvolutionShape): WasmKernel {
  const { window, filters } = shape;
  const rowOfTaps = window[1] * shape.channels;
  const cells = window[0] * rowOfTaps * filters;
  const pixels = shape.batch * shape.rows * shape.columns;
  // Where whole patches leave room for a few only, each row of the window is gathered for itself.
  const tapRows = blockOf(pixels, CELL * window[0] * rowOfTaps, 1) < DEPTH ? 1 : window[0];
  const taps = tapRows * rowOfTaps;
  const block = blockOf(pixels, CELL * taps, 1);
  const blocks = Math.ceil(pixels / block);
  const { groups, blocksPerGroup } = shareBatch(blocks, CELL * cells);
  const shares = groups < FEW_GROUPS ? sharesOf(filters) : 1;
  const columns = filters / shares;
  // Tiles read whole vectors of dy; where the last one would reach beyond it, they read a copy.
  const isCut = filters % LANES > 0;
  const dyStride = paddedBytes(filters);
  const patchBytes = paddedBytes(taps * block);

  const build = ({ f, inputs, outputs, workspace, scratch, begin, end }: PhaseContext): void => {
    const gather = gatherPatches(f.module, patchesOf(shape), tapRows);
    const multiply = multiplyTransposed(f.module, {
      rows: taps,
      columns,
      leftStride: CELL * taps,
      rightStride: dyStride,
      resultStride: CELL * filters,
    });
    const [unit, column, sums] = [f.local("i32"), f.local("i32"), f.local("i32")];
    const [firstBlock, lastBlock, dy] = [f.local("i32"), f.local("i32"), f.local("i32")];
    f.for(unit, begin, end, 1, () => {
      const group = i32.divU(unit, shares);
      f.set(sums, i32.add(groups === 1 ? outputs[0]! : workspace, i32.mul(group, groupBytes(cells))));
      f.set(column, i32.mul(i32.remU(unit, shares), CELL * columns));
      f.set(firstBlock, i32.mul(group, blocksPerGroup));
      f.set(lastBlock, i32.add(firstBlock, blocksPerGroup));
      f.set(lastBlock, i32.select(i32.gtS(lastBlock, blocks), blocks, lastBlock));
      forBlocks(f, { begin: firstBlock, end: lastBlock, block, total: pixels }, (first, behind) => {
        const count = i32.sub(behind, first);
        f.set(dy, i32.add(inputs[1]!, i32.mul(first, CELL * filters)));
        if (isCut) {
          f.do(copyRows(f.module, filters).call(dy, i32.add(scratch, patchBytes), count));
          f.set(dy, i32.add(scratch, patchBytes));
        }
        for (let tapRow = 0; tapRow < window[0]; tapRow += tapRows) {
          const right = i32.add(dy, column);
          const result = i32.add(i32.add(sums, column), CELL * tapRow * rowOfTaps * filters);
          const isLater = i32.ne(first, i32.mul(firstBlock, block));
          f.do(
            gather.call(inputs[0]!, scratch, first, behind, tapRow),
            multiply.call(scratch, right, result, count, isLater),
          );
        }
      });
    });
  };
  return {
    workspace: groups === 1 ? 0 : groups * groupBytes(cells),
    scratch: patchBytes + (isCut ? block * dyStride : 0),
    phases: [{ units: groups * shares, build }, ...(groups === 1 ? [] : [sumGroups(cells, groups)])],
  };
}

/** Into how many equal runs of whole tiles the filters are shared out. */
function sharesOf(filters: number): number {
  for (let shares = Math.floor(filters / FILTERS_OF_SHARE); shares > 1; shares--)
    if (filters % (shares * TILE_COLUMNS) === 0) return shares;
  return 1;
}
