/**
 * What linear warm-up multiplies by at step t of W: (t + 1)/W, so that the first step moves and step W - 1 is at
 * the full value (Goyal et al. 2017). W below 1 means no warm-up.
 */
export function ramp(step: number, length: number): number {
  return length < 1 ? 1 : Math.min(1, (step + 1) / length);
}

/** How far a step is along a length, held at its end: 0 … 1. A length of 0 is over at once. */
export function progress(step: number, length: number): number {
  return length <= 0 ? 1 : Math.min(1, Math.max(0, step / length));
}
