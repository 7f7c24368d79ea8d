/** How large tiles are: as many sums as the engine has registers for. */
import type { Target } from "../../assembler/module-builder.ts";
import { LANES } from "./lanes.ts";

export interface TileSize {
  readonly rows: number;
  readonly columns: number;
}

/** Columns of a whole tile: what two registers hold. */
export function tileColumns(target: Target): number {
  return 2 * registerLanes(target);
}

/** Lanes of a vector register. */
function registerLanes({ wideVectors }: Target): number {
  return wideVectors ? 2 * LANES : LANES;
}

/**
 * Rows of a whole tile. V8 has 15 vector registers to give: 6 x 2 sums, 2 vectors of the right side, 1 spread cell
 * of the left; without a fused multiply-add 5 x 2, for the product needs a register too. One more of anything spills
 * and halves the rate.
 */
export function tileRows(target: Target): number {
  return target.relaxedSimd ? 6 : 5;
}

/**
 * The tile for a product of so many rows and columns. A fused multiply-add takes 4 cycles and two begin in each, so
 * fewer than 8 sums leave the machine idle: where there are few rows the tile is wider, and higher for few columns.
 */
export function tileFor(rows: number, columns: number, target: Target): TileSize {
  const lanes = registerLanes(target);
  if (columns <= LANES) return { rows: 8, columns: LANES };
  if (columns < 2 * LANES) return { rows: tileRows(target), columns: 2 * LANES };
  if (columns === lanes) return { rows: 2 * tileRows(target), columns };
  if (rows <= 2) return { rows: 2, columns: 4 * lanes };
  if (rows === 3) return { rows: 3, columns: 3 * lanes };
  return { rows: tileRows(target), columns: tileColumns(target) };
}

/**
 * How many of a tile's columns are computed at once. A vector that the tile's edge cuts is stored by the lane, which no
 * engine joins with its neighbour: where the sums then take too many registers, what is cut is a tile of its own.
 */
export function columnsThatFit(target: Target, { rows, columns }: TileSize): number {
  const lanes = registerLanes(target);
  const cut = columns % lanes;
  const isCut = columns % LANES > 0;
  const registers = Math.floor(columns / lanes) + Math.ceil(cut / (isCut ? LANES : lanes));
  return rows * registers <= 2 * tileRows(target) ? columns : columns - cut;
}
