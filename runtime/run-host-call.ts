import type { HostCall, HostKernelAttributes, HostKernelName } from "../compiler/plan/host-kernel.ts";
import type { HostTensor } from "./kernels/host-kernel.ts";
import { hostKernels } from "./kernels/host-kernels.ts";

export function runHostCall(
  call: HostCall,
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
): void {
  apply(
    call as { kernel: HostKernelName; attributes: HostKernelAttributes[HostKernelName] },
    inputs,
    outputs,
  );
}

function apply<K extends HostKernelName>(
  call: { readonly kernel: K; readonly attributes: HostKernelAttributes[K] },
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
): void {
  hostKernels[call.kernel](inputs, outputs, call.attributes);
}
