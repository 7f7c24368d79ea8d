/** Bytes of a line of the first cache, which has a power of two of sets for them. */
const LINE = 64;

/**
 * The distance at which matrices of so many bytes are laid out: an odd number of cache lines, so that the same cell
 * of all of them lies in different sets. At 4096 bytes and its multiples they would push each other out.
 */
export function spread(bytes: number): number {
  const lines = Math.ceil(bytes / LINE);
  return LINE * (lines % 2 === 0 ? lines + 1 : lines);
}
