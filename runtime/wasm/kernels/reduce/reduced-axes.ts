import { broadcastStrides } from "../../../../compiler/program/shape.ts";

/** One axis of what is reduced. */
export interface Axis {
  readonly size: number;
  readonly isReduced: boolean;
}

/** With the cells from one to the next in each input: 0 where it repeats. */
export interface WalkedAxis extends Axis {
  readonly steps: readonly number[];
}

/**
 * Neighbouring axes that are both reduced or both kept, and that every input walks through as one, as one; axes of
 * one cell are left out.
 */
export function mergeAxes(
  shape: readonly number[],
  reduced: readonly number[],
  inputs: readonly (readonly number[])[],
): readonly WalkedAxis[] {
  const strides = inputs.map((input) => broadcastStrides(input, shape));
  const merged: WalkedAxis[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const isReduced = reduced.includes(axis);
    const steps = strides.map((of) => of[axis]!);
    const last = merged.at(-1);
    const goesOn = last?.isReduced === isReduced && steps.every((step, i) => last.steps[i] === step * size);
    if (goesOn) merged[merged.length - 1] = { size: last.size * size, isReduced, steps };
    else merged.push({ size, isReduced, steps });
  });
  return merged;
}

/** The cells of all these axes. */
export function cellsOf(axes: readonly Axis[]): number {
  return axes.reduce((cells, { size }) => cells * size, 1);
}
