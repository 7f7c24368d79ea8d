import { i32 } from "../../../assembler/instructions.ts";
import type { Target } from "../../../assembler/module-builder.ts";
import type { WasmKernel } from "../../../kernel.ts";
import { CELL } from "../../matmul/lanes.ts";
import type { Order } from "../../matmul/multiply-tile.ts";
import { tileRows } from "../../matmul/tile-size.ts";
import { blockOf } from "../block-of.ts";
import { forBlocks } from "../for-blocks.ts";
import { multiplyRows } from "../multiply-rows.ts";
import { filterBytes, filterPhase, filterScratch, positionBytes } from "./filter-phase.ts";
import { imageMatrix, POSITIONS, resultMatrix } from "./matrices.ts";
import { spread } from "./spread.ts";
import { resultTiles, type TiledShape, tilesOf } from "./tiles.ts";
import { tileBytes, transformBack, transformImage } from "./transform-image.ts";

/**
 * A convolution of stride 1 with 3x3 windows: tiles of the image are transformed, each of their positions is a
 * product with the same position of the filter, and what comes out is transformed back. A block of tiles passes
 * through all of it while it lies in the second cache. An infinity or NaN may spread over the tiles that read it.
 *
 * @param order how the filter's taps lie: `lines` for the gradient by the image
 */
export function winogradConvolution(shape: TiledShape, order: Order, target: Target): WasmKernel {
  const { depth, channels } = shape;
  const filter = { depth, columns: channels, order, target };
  const [imageTiles, madeTiles] = [tilesOf(shape), resultTiles(shape)];
  const tiles = shape.batch * imageTiles.rows * imageTiles.columns;
  const block = blockOf(tiles, CELL * POSITIONS * (depth + channels), tileRows(target));
  const [before, after] = [spread(CELL * block * depth), spread(CELL * block * channels)];
  const tile = Math.max(tileBytes(imageTiles), tileBytes(madeTiles));
  return {
    workspace: filterBytes(filter),
    scratch: Math.max(filterScratch(filter), POSITIONS * (before + after) + tile),
    phases: [
      filterPhase(filter),
      {
        units: Math.ceil(tiles / block),
        build({ f, inputs, outputs, workspace, scratch, begin, end }) {
          const { module } = f;
          const forth = transformImage(module, { tiles: imageTiles, matrix: imageMatrix, position: before });
          const back = transformBack(module, { tiles: madeTiles, matrix: resultMatrix, position: after });
          const multiply = multiplyRows(module, {
            depth,
            columns: channels,
            leftStride: CELL * depth,
            resultStride: CELL * channels,
            rows: [block, tiles % block],
          });
          const made = f.local("i32", i32.add(scratch, POSITIONS * before));
          const one = f.local("i32", i32.add(made, POSITIONS * after));
          forBlocks(f, { begin, end, block, total: tiles }, (first, behind) => {
            f.do(forth.call(inputs[0]!, scratch, one, first, behind));
            for (let position = 0; position < POSITIONS; position++) {
              const left = i32.add(scratch, position * before);
              const right = i32.add(workspace, position * positionBytes(filter));
              const result = i32.add(made, position * after);
              f.do(multiply.call(left, right, result, i32.sub(behind, first)));
            }
            f.do(back.call(outputs[0]!, made, one, first, behind));
          });
        },
      },
    ],
  };
}
