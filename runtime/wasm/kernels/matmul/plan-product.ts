/** How a product of matrices is cut into units of work, and what of it is packed. Only shapes decide. */
import type { Target } from "../../assembler/module-builder.ts";
import { CELL, LANES } from "./lanes.ts";
import { countPanels, equalPanels, type Panels, wholePanels } from "./panels.ts";
import { tileFor } from "./tile-size.ts";

export interface Extents {
  readonly batches: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Ahead of the first rows' product, or by the tiles that compute it, which read the columns in place. */
export type Packing = "none" | "ahead" | "on the way";

/**
 * Units: batch by batch, strip by strip, in a strip the blocks of rows. A strip's columns are packed once for all
 * its blocks that a thread does in a row.
 */
export interface ProductPlan {
  /** Columns of a whole panel. */
  readonly tileColumns: number;
  /** The rows, cut into panels of a tile's height. */
  readonly rows: Panels;
  readonly panelsOfBlock: number;
  readonly blocks: number;
  readonly columns: Panels;
  readonly panelsOfStrip: number;
  readonly strips: number;
  /** So much of the depth at a time: the panels of a tile fit into the first cache. */
  readonly depthOfBlock: number;
  readonly packsLeft: boolean;
  /** Of the right side. */
  readonly packing: Packing;
}

/**
 * 8 columns of it are 16 kB, 6 rows 12 kB: both stay in a first cache of 32 kB. The 16 columns of a wide tile want one of
 * 48 kB. Half the depth was no faster for either, and the depth decides how a sum is rounded: it is one for all.
 */
const MOST_DEPTH = 512;
/** Rows and columns of a unit: with MOST_DEPTH, two blocks of 256 kB, which a second cache of 1 MB holds. */
const MOST_ROWS = 128;
const MOST_COLUMNS = 128;
/** A strip packed over its whole depth. */
const MOST_STRIP_BYTES = 4 << 20;
/** A right side read in place for more rows than these is worth packing. */
const MOST_ROWS_IN_PLACE = 12;
/** A transposed left side is packed for this many columns, which are to read it. */
const LEAST_COLUMNS_TO_PACK_LEFT = 64;
/** Bytes of a page of memory. */
const PAGE = 4096;
/**
 * Pages of the left side that a tile walks through without losing speed. Zen 4 remembers 72 of them at once, other processors
 * of its time 64, and the right side and the result have some. Of two transposed left sides of 64 depths, packing cost 1 % for
 * 784 rows (49 pages; 128 columns) and gained 7 % for 1000 (62 pages; 256 columns).
 */
const MOST_PAGES_OF_TILE = 56;
/** Multiply-adds of a unit: 2 µs or more. */
const LEAST_WORK = 1 << 16;
/** Enough for 16 threads to finish at about the same time. */
const UNITS = 32;

export function planProduct(extents: Extents, target: Target): ProductPlan {
  const { batches, rows, depth, columns, transposeA } = extents;
  const tile = tileFor(rows, columns, target);
  const [rowPanels, columnPanels] = [equalPanels(rows, tile.rows), wholePanels(columns, tile.columns)];
  const [rowCount, columnCount] = [countPanels(rowPanels), countPanels(columnPanels)];
  const depthOfBlock = evenly(depth, MOST_DEPTH);
  const packsLeft =
    transposeA &&
    columns >= LEAST_COLUMNS_TO_PACK_LEFT &&
    (pagesOf(depthOfBlock, CELL * rows) > MOST_PAGES_OF_TILE || collides(depthOfBlock, CELL * rows));
  const stripPanels = Math.max(1, Math.floor(MOST_STRIP_BYTES / (CELL * tile.columns * depth)));
  let panelsOfStrip = evenly(columnCount, Math.min(MOST_COLUMNS / tile.columns, stripPanels));
  let panelsOfBlock = evenly(rowCount, Math.floor(MOST_ROWS / tile.rows));
  const wanted = Math.min(UNITS, (batches * rows * depth * columns) / LEAST_WORK);
  const leastPanels = target.wideVectors ? 1 : 2;
  const units = () => batches * Math.ceil(rowCount / panelsOfBlock) * Math.ceil(columnCount / panelsOfStrip);
  // A narrow strip costs nothing; low blocks, done by several threads, pack a strip more than once.
  while (units() < wanted && panelsOfStrip > leastPanels) panelsOfStrip = Math.ceil(panelsOfStrip / 2);
  while (units() < wanted && panelsOfBlock > 2) panelsOfBlock = Math.ceil(panelsOfBlock / 2);
  return {
    tileColumns: tile.columns,
    rows: rowPanels,
    panelsOfBlock,
    blocks: Math.ceil(rowCount / panelsOfBlock),
    columns: columnPanels,
    panelsOfStrip,
    strips: Math.ceil(columnCount / panelsOfStrip),
    depthOfBlock,
    packsLeft,
    packing: packingOf(extents),
  };
}

/** How many units: for each member of the batch, the blocks of each strip. */
export function unitsOf({ batches }: Extents, { strips, blocks }: ProductPlan): number {
  return batches * strips * blocks;
}

function packingOf({ rows, columns, transposeB }: Extents): Packing {
  // A tile reads whole vectors of columns.
  if (transposeB || columns % LANES !== 0) return "ahead";
  return rows > MOST_ROWS_IN_PLACE ? "on the way" : "none";
}

/** How many pages so many lines lie in, at this distance (bytes): all that they span where they are closer than a page. */
function pagesOf(lines: number, distance: number): number {
  return (lines * Math.min(distance, PAGE)) / PAGE;
}

/**
 * Whether lines of memory at this distance (bytes) are too many for the sets of a cache that they fall into: 1024
 * sets of 8 lines of 64 bytes.
 */
function collides(lines: number, distance: number): boolean {
  const sets = 1024;
  // The lowest bit of the distance: lines fall into every so many bytes of the 64 kB that the sets span.
  const step = Math.min(distance & -distance, 64 * sets);
  return lines * step > 8 * 64 * sets;
}

/** The size of parts, as equal as can be, none of them above `most`. */
function evenly(length: number, most: number): number {
  return Math.ceil(length / Math.ceil(length / most));
}
