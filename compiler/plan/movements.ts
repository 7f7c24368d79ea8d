/** The primitives that only move cells, as movements. */
import { sizeOf } from "../program/nd-array.ts";
import type { Value } from "../program/program.ts";
import { broadcastStrides, rowMajorStrides } from "../program/shape.ts";
import type { Movement, Walk } from "./host-kernel.ts";
import { alias, host, type LoweredCall, type Lowering } from "./lowering.ts";

export function broadcasting(x: Value, shape: readonly number[]): Lowering {
  if (sizeOf(x.shape) === sizeOf(shape)) return alias;
  const strides = broadcastStrides(x.shape, shape);
  return moving([movement(0, shape, { offset: 0, strides }, dense(shape))], true);
}

export function transposing(x: Value, permutation: readonly number[]): Lowering {
  if (keepsOrder(x.shape, permutation)) return alias;
  const strides = rowMajorStrides(x.shape);
  const size = permutation.map((axis) => x.shape[axis]!);
  const from = { offset: 0, strides: permutation.map((axis) => strides[axis]!) };
  return moving([movement(0, size, from, dense(size))], true);
}

export function slicing(x: Value, start: readonly number[], size: readonly number[]): Lowering {
  if (sizeOf(size) === sizeOf(x.shape)) return alias;
  const strides = rowMajorStrides(x.shape);
  return moving([movement(0, size, { offset: dot(start, strides), strides }, dense(size))], true);
}

export function padding(x: Value, amounts: readonly (readonly [number, number])[]): Lowering {
  if (amounts.every(([before, after]) => before === 0 && after === 0)) return alias;
  const shape = x.shape.map((dimension, axis) => dimension + amounts[axis]![0] + amounts[axis]![1]);
  const strides = rowMajorStrides(shape);
  const offset = dot(
    amounts.map(([before]) => before),
    strides,
  );
  return moving([movement(0, x.shape, dense(x.shape), { offset, strides })], false);
}

export function concatenating(xs: readonly Value[], axis: number): Lowering {
  if (xs.length === 1) return alias;
  const length = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
  const strides = rowMajorStrides(xs[0]!.shape.map((dimension, a) => (a === axis ? length : dimension)));
  let position = 0;
  const movements = xs.map((x, input) => {
    const to = { offset: position * strides[axis]!, strides };
    position += x.shape[axis]!;
    return movement(input, x.shape, dense(x.shape), to);
  });
  return moving(movements, true);
}

export function reversing(x: Value, axes: readonly number[]): Lowering {
  const strides = rowMajorStrides(x.shape);
  const offset = axes.reduce((sum, axis) => sum + (x.shape[axis]! - 1) * strides[axis]!, 0);
  const from = { offset, strides: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)) };
  return moving([movement(0, x.shape, from, dense(x.shape))], true);
}

/** The same cells in memory of their own. */
export function copying({ shape }: { readonly shape: readonly number[] }): LoweredCall {
  return moving([movement(0, shape, dense(shape), dense(shape))], true);
}

/** Whether a permutation moves only axes of one cell, so that the bytes stay as they are. */
export function keepsOrder(shape: readonly number[], permutation: readonly number[]): boolean {
  const moved = permutation.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || moved[i - 1]! < axis);
}

function moving(movements: readonly Movement[], covers: boolean): LoweredCall {
  return host("move", { movements, covers });
}

function dense(shape: readonly number[]): Walk {
  return { offset: 0, strides: rowMajorStrides(shape) };
}

/** Merges neighbouring axes that both walks run through as one, so that the inner loop is as long as can be. */
function movement(input: number, size: readonly number[], from: Walk, to: Walk): Movement {
  const merged: { size: number; from: number; to: number }[] = [];
  for (let axis = 0; axis < size.length; axis++) {
    const next = { size: size[axis]!, from: from.strides[axis]!, to: to.strides[axis]! };
    if (next.size === 1) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.from === next.from * next.size && last.to === next.to * next.size)
      merged[merged.length - 1] = { ...next, size: last.size * next.size };
    else merged.push(next);
  }
  return {
    input,
    size: merged.map((axis) => axis.size),
    from: { offset: from.offset, strides: merged.map((axis) => axis.from) },
    to: { offset: to.offset, strides: merged.map((axis) => axis.to) },
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
