/** Cuts a segment into slabs, each of which one call of a loop computes. */
import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import { broadcastStrides, rowMajorStrides, stridedOffsets } from "../../../../compiler/program/shape.ts";
import { BLOCK } from "../blocks.ts";
import type { Access } from "./loop.ts";

export interface Slabs {
  /** How each input is read. */
  readonly accesses: readonly Access[];
  /** Cells of a row, or null where the slabs are stretches of cells. */
  readonly row: number | null;
  readonly slabs: readonly Slab[];
}

export interface Slab {
  /** Where each input begins, and then the outputs, in cells. */
  readonly offsets: readonly number[];
  /** How many rows, or cells of a stretch. */
  readonly count: number;
  readonly cells: number;
}

/** Rows so long are stretches of their own. */
const LONG_ROW = 1024;

export function cutIntoSlabs(inputs: readonly (readonly number[])[], shape: readonly number[]): Slabs {
  const { sizes, strides } = mergeAxes(
    [...inputs.map((input) => broadcastStrides(input, shape)), rowMajorStrides(shape)],
    shape,
  );
  const last = sizes.length - 1;
  if (last < 0) {
    // Scalars are told apart, so that a tensor of one cell is read like the larger ones next to it.
    const accesses = inputs.map(({ length }): Access => (length === 0 ? "all" : "cell"));
    return { accesses, row: null, slabs: [{ offsets: strides.map(() => 0), count: 1, cells: 1 }] };
  }
  const isStretch = last === 0 || sizes[last]! >= LONG_ROW;
  const cut = isStretch ? last : last - 1;
  const row = isStretch ? 1 : sizes[last]!;
  const most = Math.ceil(BLOCK / row);
  const origins = strides.map((of) => stridedOffsets(sizes.slice(0, cut), of));
  const slabs: Slab[] = [];
  for (let index = 0; index < sizeOf(sizes.slice(0, cut)); index++)
    for (let begin = 0; begin < sizes[cut]!; begin += most) {
      const count = Math.min(most, sizes[cut]! - begin);
      const offsets = strides.map((of, tensor) => origins[tensor]![index]! + begin * of[cut]!);
      slabs.push({ offsets, count, cells: count * row });
    }
  const accesses = strides.slice(0, inputs.length).map((of) => accessOf(of[last]!, of[cut]!));
  return { accesses, row: isStretch ? null : row, slabs };
}

/** By the cells from one cell to the next, and from one row to the next. */
function accessOf(step: number, leap: number): Access {
  if (step === 0) return leap === 0 ? "all" : "column";
  return leap === 0 ? "row" : "cell";
}

/** The same walk through every tensor with the fewest axes: none of size 1, none that goes on from the one before. */
function mergeAxes(
  strides: readonly (readonly number[])[],
  shape: readonly number[],
): { readonly sizes: readonly number[]; readonly strides: readonly (readonly number[])[] } {
  const sizes: number[] = [];
  const merged = strides.map((): number[] => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    if (last >= 0 && strides.every((of, tensor) => merged[tensor]![last] === of[axis]! * size)) {
      sizes[last]! *= size;
      for (const [tensor, of] of strides.entries()) merged[tensor]![last] = of[axis]!;
    } else {
      sizes.push(size);
      for (const [tensor, of] of strides.entries()) merged[tensor]!.push(of[axis]!);
    }
  });
  return { sizes, strides: merged };
}
