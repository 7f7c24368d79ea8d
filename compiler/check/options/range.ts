/** The bounds of a numeric option. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is not allowed. */
  readonly above?: number;
  readonly below?: number;
}

export function liesWithin(value: number, { min, max, above, below }: Bounds): boolean {
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

/** `at least 0 and below 1` */
export function describeBounds({ min, max, above, below }: Bounds): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  const parts = [
    min === undefined ? [] : [`at least ${min}`],
    above === undefined ? [] : [`above ${above}`],
    max === undefined ? [] : [`at most ${max}`],
    below === undefined ? [] : [`below ${below}`],
  ].flat();
  return parts.length === 0 ? "any number" : parts.join(" and ");
}
