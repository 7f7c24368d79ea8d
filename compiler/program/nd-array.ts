/** Tensors of the reference interpreter: float64 whatever the dtype, row-major. */
import type { DType } from "./program.ts";

export interface NDArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Row-major; i32 and bool values are stored as whole numbers. */
  readonly data: Float64Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
