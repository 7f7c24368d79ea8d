/** One axis of what is reduced. */
export interface Axis {
  readonly size: number;
  readonly isReduced: boolean;
}

/** Neighbouring axes that are both reduced or both kept as one; axes of one cell are left out. */
export function mergeAxes(shape: readonly number[], reduced: readonly number[]): readonly Axis[] {
  const merged: Axis[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const isReduced = reduced.includes(axis);
    const last = merged.at(-1);
    if (last?.isReduced === isReduced) merged[merged.length - 1] = { size: last.size * size, isReduced };
    else merged.push({ size, isReduced });
  });
  return merged;
}

/** The cells of all these axes. */
export function cellsOf(axes: readonly Axis[]): number {
  return axes.reduce((cells, { size }) => cells * size, 1);
}
