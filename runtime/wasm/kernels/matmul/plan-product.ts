/** How a product of matrices is cut into units of work, and what of it is packed. Only shapes decide. */
import { TILE_COLUMNS } from "./multiply-tile.ts";
import { countPanels, equalPanels, type Panels, wholePanels } from "./panels.ts";

export interface Extents {
  readonly batches: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Units: batch by batch, strip by strip, in a strip the blocks of rows. A strip's columns are packed once for all
 * its blocks that a thread does in a row.
 */
export interface ProductPlan {
  /** The rows, cut into panels of a tile's height. */
  readonly rows: Panels;
  readonly panelsOfBlock: number;
  readonly blocks: number;
  readonly columns: Panels;
  readonly panelsOfStrip: number;
  readonly strips: number;
  /** So much of the depth at a time: the panels of a tile fit into the first cache. */
  readonly depthOfBlock: number;
  readonly packLeft: boolean;
  readonly packRight: boolean;
}

/** 8 columns of it are 16 kB, 6 rows 12 kB: both stay in a first cache of 32 kB. */
const MOST_DEPTH = 512;
/** Rows and columns of a unit: with MOST_DEPTH, two blocks of 256 kB, which a second cache of 1 MB holds. */
const MOST_ROWS = 128;
const MOST_COLUMNS = 128;
/** A strip packed over its whole depth. */
const MOST_STRIP_BYTES = 4 << 20;
/** Multiply-adds of a unit that are worth a thread's while: about 5 µs. */
const LEAST_WORK = 1 << 17;
/** Enough for 16 threads to finish at about the same time. */
const UNITS = 32;

export function planProduct(extents: Extents, mostRows: number): ProductPlan {
  const { batches, rows, depth, columns, transposeA, transposeB } = extents;
  const [rowPanels, columnPanels] = [equalPanels(rows, mostRows), wholePanels(columns, TILE_COLUMNS)];
  const [rowCount, columnCount] = [countPanels(rowPanels), countPanels(columnPanels)];
  const packRight = transposeB || columns % 4 !== 0 || rows > mostRows;
  const packLeft = transposeA;
  const stripPanels = Math.max(1, Math.floor(MOST_STRIP_BYTES / (32 * depth)));
  let panelsOfStrip = evenly(columnCount, Math.min(MOST_COLUMNS / TILE_COLUMNS, stripPanels));
  let panelsOfBlock = evenly(rowCount, Math.floor(MOST_ROWS / mostRows));
  const wanted = Math.min(UNITS, (batches * rows * depth * columns) / LEAST_WORK);
  const units = () => batches * Math.ceil(rowCount / panelsOfBlock) * Math.ceil(columnCount / panelsOfStrip);
  // A narrow strip costs nothing where the left side is read in place; a low block packs more of the right side.
  const leastPanels = packLeft ? 8 : 2;
  while (units() < wanted && panelsOfStrip > leastPanels) panelsOfStrip = Math.ceil(panelsOfStrip / 2);
  while (units() < wanted && panelsOfBlock > 4) panelsOfBlock = Math.ceil(panelsOfBlock / 2);
  return {
    rows: rowPanels,
    panelsOfBlock,
    blocks: Math.ceil(rowCount / panelsOfBlock),
    columns: columnPanels,
    panelsOfStrip,
    strips: Math.ceil(columnCount / panelsOfStrip),
    depthOfBlock: evenly(depth, MOST_DEPTH),
    packLeft,
    packRight,
  };
}

/** The size of parts, as equal as can be, none of them above `most`. */
function evenly(length: number, most: number): number {
  return Math.ceil(length / Math.ceil(length / most));
}
