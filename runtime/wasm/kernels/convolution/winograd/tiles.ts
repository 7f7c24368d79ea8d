import type { ConvolutionShape } from "../convolution-shape.ts";
import type { Patches } from "../walk-patches.ts";
import { IMAGE_TILE, RESULT_TILE, WINDOW } from "./matrices.ts";

/** [batch, height, width, depth] * [3, 3, depth, channels] -> [batch, rows, columns, channels]; strides and dilation are 1. */
export interface TiledShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly before: readonly [number, number];
}

/** The image's tiles, which overlap. */
export function tilesOf({ height, width, depth, rows, columns, before }: TiledShape): Patches {
  return {
    height,
    width,
    pixel: depth,
    channels: depth,
    window: [IMAGE_TILE, IMAGE_TILE],
    rows: Math.ceil(rows / RESULT_TILE),
    columns: Math.ceil(columns / RESULT_TILE),
    strides: [RESULT_TILE, RESULT_TILE],
    dilation: [1, 1],
    before,
  };
}

/** The result's tiles. */
export function resultTiles({ rows, columns, channels }: TiledShape): Patches {
  return {
    height: rows,
    width: columns,
    pixel: channels,
    channels,
    window: [RESULT_TILE, RESULT_TILE],
    rows: Math.ceil(rows / RESULT_TILE),
    columns: Math.ceil(columns / RESULT_TILE),
    strides: [RESULT_TILE, RESULT_TILE],
    dilation: [1, 1],
    before: [0, 0],
  };
}

export function tiledShape({ channels, filters, ...rest }: ConvolutionShape): TiledShape {
  return { ...rest, depth: channels, channels: filters };
}

/** The gradient by the image is a convolution of dy, with the padding that makes the sizes come out. */
export function turnedShape(shape: ConvolutionShape): TiledShape {
  return {
    batch: shape.batch,
    height: shape.rows,
    width: shape.columns,
    depth: shape.filters,
    rows: shape.height,
    columns: shape.width,
    channels: shape.channels,
    before: [WINDOW - 1 - shape.before[0], WINDOW - 1 - shape.before[1]],
  };
}
