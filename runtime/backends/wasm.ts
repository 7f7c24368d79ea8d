import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { type Backend, dataTypes, type TypedArray } from "./backend.ts";
import { kernelCaller } from "./call-kernel.ts";

/** To be called before tfjs starts the backend. `paths`: where a browser finds the .wasm files. */
export function prepareWasm(paths: string | undefined): void {
  // The threaded build never runs more than one thread and exports no memory.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (paths !== undefined) setWasmPaths(paths);
}

export function wasmBackend(tfjs: BackendWasm): Backend {
  const { tfjs: registry } = tfjs.wasm;
  return {
    name: "wasm",
    allocate: ({ shape, dtype }) => tfjs.makeOutput([...shape], dataTypes[dtype]),
    upload(values, { shape, dtype }) {
      return tfjs.makeOutput([...shape], dataTypes[dtype], undefined, values);
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
