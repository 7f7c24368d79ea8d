import type { Expression } from "../../../assembler/expression.ts";
import type { FunctionBuilder } from "../../../assembler/function-builder.ts";
import { i32 } from "../../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../../assembler/module-builder.ts";
import { CELL, LANES, VECTOR } from "../../matmul/lanes.ts";
import { fits } from "../../sliding-window.ts";
import { gatherPatches, placePatches } from "../move-patches.ts";
import { forPatches, type Patches, type PatchPlace } from "../walk-patches.ts";
import type { Matrix } from "./matrices.ts";
import { type TileLayout, transformTiles } from "./transform-tiles.ts";

export interface TiledImage {
  /** Tiles as patches. */
  readonly tiles: Patches;
  readonly matrix: Matrix;
  /** Bytes from one position of the transformed tiles to the next; a position is a matrix [tiles, channels]. */
  readonly position: number;
}

/** image, transformed tiles, a place for one tile, first tile, behind the last tile. */
type Parameters = readonly ["i32", "i32", "i32", "i32", "i32"];
const PARAMETERS: Parameters = ["i32", "i32", "i32", "i32", "i32"];

/** Bytes of one tile. */
export function tileBytes({ window, channels }: Patches): number {
  return CELL * window[0] * window[1] * channels;
}

/** Transforms tiles of an image; those that its edges cut are filled up with 0 first. */
export function transformImage(module: ModuleBuilder, image: TiledImage): FunctionReference<Parameters> {
  const { tiles, matrix } = image;
  const side = matrix.length;
  const to: TileLayout = { row: side * image.position, column: image.position, next: VECTOR };
  return module.function(
    `winograd image ${JSON.stringify(image)}`,
    PARAMETERS,
    (f, start, target, tile, first, behind) => {
      const vectors = tiles.channels / LANES;
      const whole = transformTiles(module, { matrix, from: inImage(tiles), to, vectors });
      const cut = transformTiles(module, { matrix, from: alone(tiles), to, vectors });
      const gather = gatherPatches(module, tiles, tiles.window[0]);
      forPatches(f, tiles, { image: start, first, behind }, (place, index) => {
        whenInside(
          f,
          tiles,
          place,
          () => f.do(whole.call(place.from, target)),
          () => f.do(gather.call(start, tile, index, i32.add(index, 1), 0), cut.call(tile, target)),
        );
        f.increase(target, CELL * tiles.channels);
      });
    },
  );
}

/** Makes tiles of an image from transformed ones; of those that its edges cut the part inside is written. */
export function transformBack(module: ModuleBuilder, image: TiledImage): FunctionReference<Parameters> {
  const { tiles, matrix } = image;
  const side = matrix[0]!.length;
  const from: TileLayout = { row: side * image.position, column: image.position, next: VECTOR };
  return module.function(
    `winograd back ${JSON.stringify(image)}`,
    PARAMETERS,
    (f, start, source, tile, first, behind) => {
      const vectors = tiles.channels / LANES;
      const whole = transformTiles(module, { matrix, from, to: inImage(tiles), vectors });
      const cut = transformTiles(module, { matrix, from, to: alone(tiles), vectors });
      const put = placePatches(module, tiles);
      forPatches(f, tiles, { image: start, first, behind }, (place, index) => {
        whenInside(
          f,
          tiles,
          place,
          () => f.do(whole.call(source, place.from)),
          () => f.do(cut.call(source, tile), put.call(start, tile, index, i32.add(index, 1), 0)),
        );
        f.increase(source, CELL * tiles.channels);
      });
    },
  );
}

/** The layout of a tile within its image. */
function inImage({ width, pixel }: Patches): TileLayout {
  return { row: CELL * width * pixel, column: CELL * pixel, next: VECTOR };
}

/** The layout of a tile by itself. */
function alone({ window, channels }: Patches): TileLayout {
  return { row: CELL * window[1] * channels, column: CELL * channels, next: VECTOR };
}

function whenInside(
  f: FunctionBuilder,
  tiles: Patches,
  { top, left }: PatchPlace,
  then: () => void,
  otherwise: () => void,
): void {
  const room = [tiles.height - tiles.window[0] + 1, tiles.width - tiles.window[1] + 1] as const;
  const within = (at: Expression<"i32">, cells: number) => i32.ltU(at, Math.max(0, cells));
  if (fits(tiles, 0) && fits(tiles, 1)) then();
  else f.if(i32.and(within(top, room[0]), within(left, room[1])), then, otherwise);
}
