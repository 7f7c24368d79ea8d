import type { HostKernelAttributes, HostKernelName } from "../compiler/plan/host-kernel.ts";
import type { HostTensor } from "./kernels/host-kernel.ts";
import { hostKernels } from "./kernels/host-kernels.ts";

export function runHostCall<K extends HostKernelName>(
  call: { readonly kernel: K; readonly attributes: HostKernelAttributes[K] },
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
): void {
  hostKernels[call.kernel](inputs, outputs, call.attributes);
}
