import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env, type TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { type Backend, dataTypes, OutOfMemoryError, type TypedArray } from "./backend.ts";
import { kernelCaller } from "./call-kernel.ts";

/** To be called before tfjs starts the backend. `paths`: where a browser finds the .wasm files. */
export function prepareWasm(paths: string | undefined): void {
  // The threaded build never runs more than one thread and exports no memory.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (paths !== undefined) setWasmPaths(paths);
}

/** 32-bit addresses, less what the module itself keeps. */
const MEMORY_LIMIT = 2 ** 32 - 2 ** 26;

export function wasmBackend(tfjs: BackendWasm): Backend {
  const { tfjs: registry } = tfjs.wasm;

  /** A full heap gives the null pointer and says nothing: writing there would corrupt the module. */
  function allocate({ shape, dtype }: TensorType): TensorInfo {
    const tensor = tfjs.makeOutput([...shape], dataTypes[dtype]);
    if (tfjs.dataIdMap.get(tensor.dataId).memoryOffset === 0) throw new OutOfMemoryError("wasm");
    return tensor;
  }

  return {
    name: "wasm",
    memoryLimit: MEMORY_LIMIT,
    allocate,
    upload(values, type) {
      const tensor = allocate(type);
      (tfjs.typedArrayFromHeap(tensor) as TypedArray).set(values);
      return tensor;
    },
    view: (tensor) => tfjs.typedArrayFromHeap(tensor) as TypedArray,
    read: async (tensor) => tfjs.typedArrayFromHeap(tensor).slice() as TypedArray,
    share(tensor, { shape, dtype }) {
      tfjs.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: dataTypes[dtype] };
    },
    dispose(tensor) {
      tfjs.disposeData(tensor.dataId);
    },
    // XNNPACK keeps weights packed under the tensor's id: forget them, or the next product uses the old ones.
    overwritten({ dataId, shape }) {
      const { id, memoryOffset } = tfjs.dataIdMap.get(dataId);
      registry.disposeData(id);
      registry.registerTensor(id, sizeOf(shape), memoryOffset);
    },
    call: kernelCaller("wasm", tfjs),
    numDataIds: () => tfjs.numDataIds(),
  };
}
