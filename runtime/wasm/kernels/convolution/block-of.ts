/** How many blocks there should be at least where there is work enough: shares of up to 16 threads. */
const SHARES = 16;
/** What a block may take of the second cache. */
const BLOCK_BYTES = 256 * 1024;
/** More rows gain nothing: each piece of the right side is read for so many. */
const ROWS = 96;
/** Rows that are summed over at once: so many that sums of a million terms are balanced. */
const SUMMED_ROWS = 256;
/** Multiples of this: fewer are not worth loading and storing the sums. */
const SUMMED_TILE = 24;

/**
 * Rows of a block of a product: as many as fit into the cache, few enough for many threads, a multiple of `tile`.
 *
 * @param rowBytes what each row takes of scratch
 */
export function blockOf(rows: number, rowBytes: number, tile: number, most = ROWS): number {
  const upTo = (count: number): number => Math.max(1, Math.floor(count / tile)) * tile;
  const share = Math.ceil(rows / SHARES / tile) * tile;
  return Math.min(upTo(most), upTo(BLOCK_BYTES / rowBytes), share);
}

/** Likewise, of a product that sums over the rows. */
export function summedBlockOf(rows: number, rowBytes: number): number {
  return blockOf(rows, rowBytes, SUMMED_TILE, SUMMED_ROWS);
}
