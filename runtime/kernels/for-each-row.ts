/**
 * Walks two tensors side by side: visits each row along the last axis of a box, with where the row begins in
 * both. A box without axes is one row.
 */
export function forEachRow(
  size: readonly number[],
  first: { readonly offset: number; readonly strides: readonly number[] },
  second: { readonly offset: number; readonly strides: readonly number[] },
  visit: (inFirst: number, inSecond: number) => void,
): void {
  const outer = size.length - 1;
  const index = new Int32Array(Math.max(outer, 0));
  let inFirst = first.offset;
  let inSecond = second.offset;
  for (;;) {
    visit(inFirst, inSecond);
    let axis = outer - 1;
    for (; axis >= 0; axis--) {
      index[axis]!++;
      inFirst += first.strides[axis]!;
      inSecond += second.strides[axis]!;
      if (index[axis]! < size[axis]!) break;
      inFirst -= first.strides[axis]! * size[axis]!;
      inSecond -= second.strides[axis]! * size[axis]!;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
