/** The middle value, or the mean of the two in the middle. Throws `RangeError` for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no values to take the median of");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How far the values lie apart: half the distance between quartiles, as a share of the median. */
export function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return (at(0.75) - at(0.25)) / 2 / median(values);
}

/** The largest difference between two lists, relative to the first; infinite when one is shorter or not finite. */
export function largestDifference(expected: readonly number[], found: readonly number[]): number {
  if (expected.length !== found.length) return Number.POSITIVE_INFINITY;
  const differences = expected.map((value, i) => {
    const difference = Math.abs(found[i]! - value) / Math.max(Math.abs(value), Number.MIN_VALUE);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  });
  return Math.max(0, ...differences);
}

/** The list begun somewhere else: who goes first in a round changes from round to round. */
export function rotate<T>(list: readonly T[], places: number): readonly T[] {
  const start = list.length === 0 ? 0 : places % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
