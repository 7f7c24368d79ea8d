import type { KernelName } from "../../../compiler/plan/host-kernel.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { allFinite } from "./all-finite.ts";
import { conv2d } from "./convolution/conv2d.ts";
import { conv2dFilterGradient } from "./convolution/conv2d-filter-gradient.ts";
import { conv2dInputGradient } from "./convolution/conv2d-input-gradient.ts";
import { elementwise } from "./elementwise/elementwise.ts";
import { keepMask } from "./keep-mask.ts";
import { matmul } from "./matmul/matmul.ts";
import { move } from "./move/move.ts";
import { reduce } from "./reduce/reduce.ts";

/** How WebAssembly computes each kernel. */
export const wasmKernels: { readonly [K in KernelName]?: WasmKernelDefinition<K> } = {
  all_finite: allFinite,
  elementwise,
  keep_mask: keepMask,
  move,
  reduce,
  matmul,
  conv2d,
  conv2d_input_gradient: conv2dInputGradient,
  conv2d_filter_gradient: conv2dFilterGradient,
};
