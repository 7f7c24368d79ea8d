/** A box of cells that two affine walks run through side by side. Offsets and strides are in cells. */
export interface Box {
  readonly axes: readonly Axis[];
  readonly from: number;
  readonly to: number;
}

export interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

export function cellsOf(axes: readonly Axis[]): number {
  return axes.reduce((cells, { size }) => cells * size, 1);
}

/** A stretch of an axis, as often as `outer` says, the first at this index of the whole. */
export interface Stretch {
  readonly axis: Axis;
  readonly outer: readonly Axis[];
  readonly start: number;
}

/** Cuts an axis into stretches of one length, and one of what remains. */
export function cutAxis(axis: Axis, length: number): readonly Stretch[] {
  const { size, from, to } = axis;
  if (size <= length) return [{ axis, outer: [], start: 0 }];
  const whole = Math.floor(size / length);
  const rest = size - whole * length;
  const many = { size: whole, from: from * length, to: to * length };
  const cut = { axis: { size: length, from, to }, outer: [many], start: 0 };
  return rest === 0 ? [cut] : [cut, { axis: { size: rest, from, to }, outer: [], start: whole * length }];
}
