/** How the cells of a tensor are cut into units of work. */

/** Cells of one unit: 16 kB of f32, so that a unit is worth a thread's while and its data stay in the first cache. */
export const BLOCK = 4096;

export function blocksOf(cells: number): number {
  return Math.ceil(cells / BLOCK);
}
