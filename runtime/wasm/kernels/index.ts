import type { KernelName } from "../../../compiler/plan/host-kernel.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { allFinite } from "./all-finite.ts";
import { matmul } from "./matmul/matmul.ts";

/** How WebAssembly computes each kernel. */
export const wasmKernels: { readonly [K in KernelName]?: WasmKernelDefinition<K> } = {
  all_finite: allFinite,
  matmul,
};
