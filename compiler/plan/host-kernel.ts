/**
 * The kernels of our own: loops over typed arrays on cpu, WebAssembly made for the plan's shapes on wasm. On cpu a kernel
 * is chosen where tfjs has none, or has one that is wrong or slow; on wasm there are no others.
 */
import type { PrimitiveAttributes, Window2D } from "../program/primitive-attributes.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";

/** An affine way through a tensor: cell (i, j, …) stands at `offset + i * strides[0] + j * strides[1] + …`. */
export interface Walk {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Copies a box of cells of one input to the output; a stride of 0 in `from` repeats, a negative one reverses. */
export interface Movement {
  /** Which input. */
  readonly input: number;
  readonly size: readonly number[];
  readonly from: Walk;
  readonly to: Walk;
}

export interface HostKernelAttributes {
  /** Segment s reads inputs `s * kernel.inputs + i`, broadcast to `shapes[s]`, and writes its own outputs. */
  readonly elementwise: { readonly kernel: ScalarKernel; readonly shapes: readonly (readonly number[])[] };
  readonly cast: Readonly<Record<never, never>>;
  /** Broadcast, slice, pad, concat, reverse, transpose and copy are all this one; cells not reached hold 0. */
  readonly move: { readonly movements: readonly Movement[]; readonly covers: boolean };
  /** What the kernel, of one result, makes of the inputs broadcast to `shape` is joined along the axes. */
  readonly reduce: Omit<PrimitiveAttributes["fused_reduce"], "keepDims">;
  readonly argmax: PrimitiveAttributes["argmax"];
  readonly keep_mask: PrimitiveAttributes["keep_mask"];
  readonly one_hot: PrimitiveAttributes["one_hot"];
  readonly gather: PrimitiveAttributes["gather"];
  readonly scatter_add: PrimitiveAttributes["scatter_add"];
  readonly max_pool: Window2D;
  readonly max_pool_scatter: Window2D;
  readonly max_pool_gather: Window2D;
  readonly avg_pool: Window2D;
  readonly avg_pool_gradient: Window2D;
  readonly softmax_cross_entropy: PrimitiveAttributes["softmax_cross_entropy"];
  readonly softmax_cross_entropy_gradient: PrimitiveAttributes["softmax_cross_entropy_gradient"];
  readonly lstm: PrimitiveAttributes["lstm"];
  readonly lstm_gradient: PrimitiveAttributes["lstm_gradient"];
}

export type HostKernelName = keyof HostKernelAttributes;

/** Kernels that exist in WebAssembly alone: elsewhere tfjs has them. */
export interface WasmKernelAttributes {
  /** A second output, if there is one, takes notes that are all 0 where the product is finite. */
  readonly matmul: PrimitiveAttributes["matmul"];
  readonly conv2d: PrimitiveAttributes["conv2d"];
  readonly conv2d_input_gradient: PrimitiveAttributes["conv2d_input_gradient"];
  readonly conv2d_filter_gradient: PrimitiveAttributes["conv2d_filter_gradient"];
  /** Writes 1 to its output, i32 [], when every cell of its inputs is finite, else 0: a step's guard. */
  readonly all_finite: Readonly<Record<never, never>>;
}

export type KernelAttributes = HostKernelAttributes & WasmKernelAttributes;
export type KernelName = keyof KernelAttributes;

/** One kernel together with its attributes. */
export type HostCall = {
  [K in KernelName]: { readonly kernel: K; readonly attributes: KernelAttributes[K] };
}[KernelName];
