/** Derivatives by central differences, the oracle of the derivative rules. */
import { expect } from "vitest";
import type { NDArray } from "../../compiler/program/nd-array.ts";

const STEP = 1e-5;

/** The partial derivatives of `f` by each cell of the array called `name`. */
export function centralDifferences(
  f: (arrays: ReadonlyMap<string, NDArray>) => number,
  arrays: ReadonlyMap<string, NDArray>,
  name: string,
): Float64Array {
  const array = arrays.get(name)!;
  return array.data.map((cell, index) => {
    const moved = (by: number): number =>
      f(new Map(arrays).set(name, { ...array, data: array.data.with(index, cell + by) }));
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    // Written so that NaN fails.
    if (!(error <= tolerance)) expect.fail(`${what}, cell ${i}: ${actual[i]} instead of ${expected[i]}`);
  }
}
