import type { FixtureTensor } from "./fixture.ts";

/** The same values with their dimensions in another order. */
export function permute({ shape, values }: FixtureTensor, order: readonly number[]): FixtureTensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((size, extent) => size * extent, 1));
  const extents = order.map((axis) => shape[axis]!);
  const moved = values.slice();
  const place = order.map(() => 0);
  for (let index = 0; index < moved.length; index++) {
    let from = 0;
    for (const [axis, at] of place.entries()) from += at * strides[order[axis]!]!;
    moved[index] = values[from]!;
    for (let axis = place.length - 1; axis >= 0 && ++place[axis]! === extents[axis]; axis--) place[axis] = 0;
  }
  return { shape: extents, values: moved };
}

export function reshape({ values }: FixtureTensor, shape: readonly number[]): FixtureTensor {
  return { shape, values };
}
