import { i32 } from "../../../assembler/instructions.ts";
import type { WasmKernel } from "../../../kernel.ts";
import { CELL, LANES, VECTOR } from "../../matmul/lanes.ts";
import { summedBlockOf } from "../block-of.ts";
import { multiplyTransposed } from "../multiply-transposed.ts";
import { sumOverBatch } from "../sum-over-batch.ts";
import { channelBlock } from "./channel-block.ts";
import {
  filterMatrix,
  IMAGE_TILE,
  imageMatrix,
  POSITIONS,
  resultMatrix,
  transpose,
  WINDOW,
} from "./matrices.ts";
import { spread } from "./spread.ts";
import { resultTiles, type TiledShape, tilesOf } from "./tiles.ts";
import { tileBytes, transformImage } from "./transform-image.ts";
import { transformTiles } from "./transform-tiles.ts";

/**
 * The gradient of winogradConvolution by its filter: for each position the tiles of the image, transposed, times
 * those of dy, summed over the tiles before the sums are transformed back. A part of it has a block of channels of
 * the image and one of the result.
 */
export function winogradFilterGradient(shape: TiledShape): WasmKernel {
  const { depth, channels } = shape;
  const [depths, filters] = [channelBlock(depth), channelBlock(channels)];
  const imageTiles = { ...tilesOf(shape), channels: depths };
  const dyTiles = { ...resultTiles(shape), channels: filters };
  const tiles = shape.batch * imageTiles.rows * imageTiles.columns;
  const block = summedBlockOf(tiles, CELL * POSITIONS * (depths + filters));
  const cells = WINDOW * WINDOW * depth * channels;
  const runs = channels / filters;
  const parts = (depth / depths) * runs;
  // Bytes of one position: of the image's tiles, of dy's, and of the sums.
  const left = spread(CELL * block * depths);
  const right = spread(CELL * block * filters);
  const sum = spread(CELL * depths * filters);
  const oneTile = Math.max(tileBytes(imageTiles), tileBytes(dyTiles));

  const sums = sumOverBatch({ total: tiles, block, cells, parts }, ({ f, inputs, scratch }) => {
    const { module } = f;
    const ofImage = transformImage(module, { tiles: imageTiles, matrix: imageMatrix, position: left });
    const ofDy = transformImage(module, { tiles: dyTiles, matrix: transpose(resultMatrix), position: right });
    const multiply = multiplyTransposed(module, {
      rows: depths,
      columns: filters,
      leftStride: CELL * depths,
      rightStride: CELL * filters,
      resultStride: CELL * filters,
    });
    const back = transformTiles(module, {
      matrix: transpose(filterMatrix),
      from: { row: IMAGE_TILE * sum, column: sum, next: VECTOR },
      to: { row: CELL * WINDOW * depth * channels, column: CELL * depth * channels, next: VECTOR },
      vectors: filters / LANES,
    });
    const [x, dy, firstDepth, firstFilter] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
    const dyAt = f.local("i32", i32.add(scratch, POSITIONS * left));
    const sumAt = f.local("i32", i32.add(dyAt, POSITIONS * right));
    const tileAt = f.local("i32", i32.add(sumAt, POSITIONS * sum));
    return ({ part, sums: result, forBlocks }) => {
      f.set(firstDepth, i32.mul(i32.divU(part, runs), depths));
      f.set(firstFilter, i32.mul(i32.remU(part, runs), CELL * filters));
      f.set(x, i32.add(inputs[0]!, i32.mul(firstDepth, CELL)));
      f.set(dy, i32.add(inputs[1]!, firstFilter));
      forBlocks((first, behind, isLater) => {
        f.do(ofImage.call(x, scratch, tileAt, first, behind), ofDy.call(dy, dyAt, tileAt, first, behind));
        for (let position = 0; position < POSITIONS; position++) {
          const sides = [i32.add(scratch, position * left), i32.add(dyAt, position * right)] as const;
          const to = i32.add(sumAt, position * sum);
          f.do(multiply.call(...sides, to, i32.sub(behind, first), isLater));
        }
      });
      f.set(result, i32.add(i32.add(result, firstFilter), i32.mul(firstDepth, CELL * channels)));
      f.for(f.local("i32"), 0, depths, 1, () => {
        f.do(back.call(sumAt, result));
        f.increase(sumAt, CELL * filters);
        f.increase(result, CELL * channels);
      });
      f.increase(sumAt, -CELL * depths * filters);
    };
  });
  return { ...sums, scratch: POSITIONS * (left + right + sum) + oneTile };
}
