/** Tensors of the reference interpreter: float64 whatever the dtype, row-major. */
import type { DType, TensorType } from "./program.ts";

export interface NDArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Row-major; i32 and bool values are stored as whole numbers. */
  readonly data: Float64Array;
}

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!;
  return size;
}

/** A new tensor of zeros. */
export function zeros(type: TensorType): NDArray {
  return { shape: type.shape, dtype: type.dtype, data: new Float64Array(sizeOf(type.shape)) };
}

/** A new tensor whose cells are `cell(0)`, `cell(1)`, … in row-major order. */
export function generate(type: TensorType, cell: (index: number) => number): NDArray {
  return { shape: type.shape, dtype: type.dtype, data: zeros(type).data.map((_, index) => cell(index)) };
}
