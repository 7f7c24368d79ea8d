import { rowMajorStrides } from "../../compiler/program/shape.ts";
import { runChunks } from "./elementwise/run-chunks.ts";
import { floats, type HostKernel } from "./host-kernel.ts";

/** Sums in float64, so that the result is the nearest float32 but for the last digit at any length. */
export const reduce: HostKernel<"reduce"> = (inputs, outputs, { kernel, shape, combine, axes }) => {
  const y = floats(outputs);
  const { size, isReduced } = mergeAxes(shape, axes);
  const kept = rowMajorStrides(size.map((length, axis) => (isReduced[axis] ? 1 : length)));
  const strides = kept.map((stride, axis) => (isReduced[axis] ? 0 : stride));
  const length = size.at(-1) ?? 1;
  const step = strides.at(-1) ?? 0;
  const targetOf = (row: number): number => {
    let [rest, target] = [row, 0];
    for (let axis = size.length - 2; axis >= 0; axis--) {
      const index = rest % size[axis]!;
      target += index * strides[axis]!;
      rest = (rest - index) / size[axis]!;
    }
    return target;
  };
  const totals = new Float64Array(y.length).fill(combine === "sum" ? 0 : Number.NEGATIVE_INFINITY);
  const takeRow = rowKernels[combine][isReduced.at(-1) ? "reduced" : "kept"];
  runChunks(kernel, shape, inputs, (start, count, [values]) => {
    for (let done = 0; done < count; ) {
      const along = (start + done) % length;
      const run = Math.min(length - along, count - done);
      takeRow(values!, done, run, totals, targetOf((start + done - along) / length) + along * step);
      done += run;
    }
  });
  y.set(totals);
};

type RowKernel = (
  x: Float32Array,
  start: number,
  length: number,
  totals: Float64Array,
  target: number,
) => void;

/** What one row of cells, or a part of it, adds: to one total where its axis is reduced, to a row of totals where it is kept. */
const rowKernels: {
  readonly [K in "sum" | "max"]: { readonly reduced: RowKernel; readonly kept: RowKernel };
} = {
  sum: {
    reduced(x, start, length, totals, target) {
      let total = 0;
      for (let i = start; i < start + length; i++) total += x[i]!;
      totals[target]! += total;
    },
    kept(x, start, length, totals, target) {
      for (let i = 0; i < length; i++) totals[target + i]! += x[start + i]!;
    },
  },
  max: {
    reduced(x, start, length, totals, target) {
      let most = totals[target]!;
      for (let i = start; i < start + length; i++) most = Math.max(most, x[i]!);
      totals[target] = most;
    },
    kept(x, start, length, totals, target) {
      for (let i = 0; i < length; i++) totals[target + i] = Math.max(totals[target + i]!, x[start + i]!);
    },
  },
};

/** Neighbouring axes that are both reduced or both kept, as one. */
function mergeAxes(shape: readonly number[], axes: readonly number[]) {
  const size: number[] = [];
  const isReduced: boolean[] = [];
  shape.forEach((length, axis) => {
    if (length === 1) return;
    const reduced = axes.includes(axis);
    if (isReduced.at(-1) === reduced) size[size.length - 1]! *= length;
    else {
      size.push(length);
      isReduced.push(reduced);
    }
  });
  return { size, isReduced };
}
