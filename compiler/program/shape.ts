/** Arithmetic on shapes, and the strided views by which the interpreter moves data. */
import { demand } from "./error.ts";
import { sizeOf } from "./nd-array.ts";
import type { TensorType } from "./program.ts";

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

export function sameType(a: TensorType, b: TensorType): boolean {
  return a === b || (a.dtype === b.dtype && sameShape(a.shape, b.shape));
}

/** The shape that all the given shapes broadcast to, by NumPy's rule: aligned at the last axis, 1 stretches. */
export function broadcastShapes(where: string, shapes: readonly (readonly number[])[]): readonly number[] {
  // Nearly always one of them is the result.
  for (let i = 0; i < shapes.length; i++) if (allBroadcastTo(shapes, shapes[i]!)) return shapes[i]!;
  return stretchedShape(where, shapes);
}

function stretchedShape(where: string, shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const dimensions = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const stretched = Math.max(...dimensions);
    demand(
      dimensions.every((dimension) => dimension === 1 || dimension === stretched),
      where,
      () => `shapes ${shapes.map(formatShape).join(" and ")} do not broadcast`,
    );
    return stretched;
  });
}

function allBroadcastTo(shapes: readonly (readonly number[])[], target: readonly number[]): boolean {
  for (let i = 0; i < shapes.length; i++) if (!broadcastsTo(shapes[i]!, target)) return false;
  return true;
}

/** Whether a tensor of `shape` broadcasts to exactly `target`. */
export function broadcastsTo(shape: readonly number[], target: readonly number[]): boolean {
  if (shape === target) return true;
  const missing = target.length - shape.length;
  if (missing < 0) return false;
  for (let axis = 0; axis < shape.length; axis++)
    if (shape[axis] !== 1 && shape[axis] !== target[axis + missing]) return false;
  return true;
}

/** The axes of `target` along which a tensor of `shape` is repeated when it is broadcast. */
export function repeatedAxes(shape: readonly number[], target: readonly number[]): readonly number[] {
  const missing = target.length - shape.length;
  return target.flatMap((size, axis) => (axis < missing || shape[axis - missing] !== size ? [axis] : []));
}

/** The shape with the given axes at size 1. */
export function withUnitAxes(shape: readonly number[], axes: readonly number[]): readonly number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** Cells to step over for one step along each axis, row-major. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Strides that read a tensor of `shape` as if broadcast to `target`: 0 where it repeats. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): readonly number[] {
  const strides = rowMajorStrides(shape);
  const repeated = repeatedAxes(shape, target);
  const missing = target.length - shape.length;
  return target.map((_, axis) => (repeated.includes(axis) ? 0 : strides[axis - missing]!));
}

/** For each cell of a row-major `shape`, in order: `start + index · strides`. */
export function stridedOffsets(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  let offsets = new Int32Array([start]);
  shape.forEach((size, axis) => {
    const stride = strides[axis]!;
    const outer = offsets;
    offsets = new Int32Array(outer.length * size);
    for (let i = 0; i < outer.length; i++)
      for (let j = 0; j < size; j++) offsets[i * size + j] = outer[i]! + j * stride;
  });
  return offsets;
}

export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** The shape of an image or filter, as a tuple. */
export function shapeOf4({ shape }: TensorType): readonly [number, number, number, number] {
  demand(shape.length === 4, "shape", () => `${formatShape(shape)} has not rank 4`);
  return shape as unknown as readonly [number, number, number, number];
}

/** `f32[64, 10]`. */
export function formatType({ dtype, shape }: TensorType): string {
  return `${dtype}${formatShape(shape)}`;
}
