type Pair = readonly [number, number];

/** A window that slides over images of height x width and stops at rows x columns places. */
export interface SlidingWindow {
  readonly height: number;
  readonly width: number;
  readonly window: Pair;
  readonly rows: number;
  readonly columns: number;
  readonly strides: Pair;
  readonly dilation: Pair;
  /** How far the first window begins above the image, and to the left of it. */
  readonly before: Pair;
}

/** Whether all windows lie inside the image, along rows (0) or columns (1). */
export function fits(sliding: SlidingWindow, axis: 0 | 1): boolean {
  return sliding.before[axis] === 0 && lastEnd(sliding, axis) <= [sliding.height, sliding.width][axis]!;
}

/** From a window's first cell to behind its last one. */
export function reach({ window, dilation }: SlidingWindow, axis: 0 | 1): number {
  return dilation[axis] * (window[axis] - 1) + 1;
}

/** Where the last window ends. */
export function lastEnd(sliding: SlidingWindow, axis: 0 | 1): number {
  const last = [sliding.rows, sliding.columns][axis]! - 1;
  return last * sliding.strides[axis] - sliding.before[axis] + reach(sliding, axis);
}
