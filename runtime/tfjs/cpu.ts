import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { OutOfMemoryError } from "../backends/out-of-memory-error.ts";
import { arrayTypes, type TypedArray } from "../typed-array.ts";
import { kernelCaller } from "./call-kernel.ts";
import { dataTypes, type TensorBackend } from "./tensor-backend.ts";

export function cpuTensors(tfjs: MathBackendCPU): TensorBackend {
  return {
    name: "cpu",
    memoryLimit: freeMemory(),
    allocate: ({ shape, dtype }) =>
      tfjs.makeTensorInfo(
        [...shape],
        dataTypes[dtype],
        ask(() => new arrayTypes[dtype](sizeOf(shape))),
      ),
    upload: (values, { shape, dtype }) =>
      tfjs.makeTensorInfo(
        [...shape],
        dataTypes[dtype],
        ask(() => values.slice() as TypedArray),
      ),
    view: (tensor) => tfjs.data.get(tensor.dataId).values as TypedArray,
    read: async (tensor) => (tfjs.data.get(tensor.dataId).values as TypedArray).slice() as TypedArray,
    share(tensor, { shape, dtype }) {
      tfjs.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: dataTypes[dtype] };
    },
    dispose(tensor) {
      tfjs.disposeData(tensor.dataId);
    },
    overwritten() {},
    call: kernelCaller("cpu", tfjs),
    numDataIds: () => tfjs.numDataIds(),
  };
}

/** An array that does not fit throws a `RangeError` and nothing else does. */
function ask(allocate: () => TypedArray): TypedArray {
  try {
    return allocate();
  } catch (error) {
    throw error instanceof RangeError ? new OutOfMemoryError("cpu") : error;
  }
}

/** What the process may still take, where the host tells (Node 22 and newer). */
function freeMemory(): number {
  const host: { readonly process?: { readonly availableMemory?: () => number } } = globalThis;
  return host.process?.availableMemory?.() ?? Number.POSITIVE_INFINITY;
}
