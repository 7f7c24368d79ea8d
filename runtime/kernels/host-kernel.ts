import type { HostKernelAttributes, HostKernelName } from "../../compiler/plan/host-kernel.ts";
import type { TypedArray } from "../typed-array.ts";

/** A tensor as a kernel of our own sees it: its cells in place, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** Computes the outputs from the inputs. Outputs hold anything before; every cell is to be written. */
export type HostKernel<K extends HostKernelName> = (
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
  attributes: HostKernelAttributes[K],
) => void;

/** The cells of the f32 tensor at this position. */
export function floats(tensors: readonly HostTensor[], position = 0): Float32Array {
  const data = tensors[position]?.data;
  if (data instanceof Float32Array) return data;
  throw new TypeError(`tensor ${position} of a kernel is not f32`);
}

/** The cells of the i32 tensor at this position. */
export function integers(tensors: readonly HostTensor[], position = 0): Int32Array {
  const data = tensors[position]?.data;
  if (data instanceof Int32Array) return data;
  throw new TypeError(`tensor ${position} of a kernel is not i32`);
}
