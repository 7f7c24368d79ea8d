import type { HostCall, HostKernelAttributes, HostKernelName } from "../../compiler/plan/host-kernel.ts";
import type { HostTensor } from "../kernels/host-kernel.ts";
import { hostKernels } from "../kernels/host-kernels.ts";

/** Runs a kernel in JavaScript. Throws where it exists in WebAssembly alone: plans for tfjs name no such kernel. */
export function runHostCall(
  { kernel, attributes }: HostCall,
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
): void {
  if (!isHostKernel(kernel)) throw new Error(`there is no kernel ${kernel} in JavaScript`);
  run(kernel, attributes as HostKernelAttributes[typeof kernel], inputs, outputs);
}

function isHostKernel(kernel: HostCall["kernel"]): kernel is HostKernelName {
  return Object.hasOwn(hostKernels, kernel);
}

function run<K extends HostKernelName>(
  kernel: K,
  attributes: HostKernelAttributes[K],
  inputs: readonly HostTensor[],
  outputs: readonly HostTensor[],
): void {
  hostKernels[kernel](inputs, outputs, attributes);
}
