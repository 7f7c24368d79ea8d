import { getKernel, type KernelBackend, type NamedAttrMap, type TensorInfo } from "@tensorflow/tfjs-core";
import type { TensorBackend } from "./tensor-backend.ts";

/** Calls kernels as tfjs registers them, without its engine: no tape, no tidy, no copies of the inputs. */
export function kernelCaller(name: string, backend: KernelBackend): TensorBackend["call"] {
  return (kernel, inputs, attributes) => {
    const config = getKernel(kernel, name);
    if (config === undefined) throw new Error(`tfjs has no kernel ${kernel} on ${name}`);
    const attrs = attributes as unknown as NamedAttrMap;
    return config.kernelFunc({ inputs, attrs, backend }) as TensorInfo;
  };
}
