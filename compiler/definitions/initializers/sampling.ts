import type { Draws } from "../initializer.ts";

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Uniform on [low, high). */
export function uniformValues(
  shape: readonly number[],
  draws: Draws,
  low: number,
  high: number,
): Float32Array {
  return new Float32Array(sizeOfShape(shape)).map((_, i) => low + (high - low) * draws.uniform(i));
}

export function normalValues(
  shape: readonly number[],
  draws: Draws,
  mean: number,
  deviation: number,
): Float32Array {
  return new Float32Array(sizeOfShape(shape)).map((_, i) => mean + deviation * draws.normal(i));
}

/** The standard deviation of a standard normal cut off at ±2. Drawing divides by it, as Keras does (T24). */
export const TRUNCATED_DEVIATION = 0.87962566103423978;

/** More than enough: one draw in 22 is rejected. */
const ATTEMPTS = 16;

/** A normal cut off at two of its own deviations; draws beyond are drawn again. */
export function truncatedNormalValues(
  shape: readonly number[],
  draws: Draws,
  mean: number,
  deviation: number,
): Float32Array {
  const size = sizeOfShape(shape);
  return new Float32Array(size).map((_, i) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const value = draws.normal(i + attempt * size);
      if (Math.abs(value) <= 2) return mean + deviation * value;
    }
    return mean;
  });
}
