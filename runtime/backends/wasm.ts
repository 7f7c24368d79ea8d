import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env, type TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { type Backend, dataTypes, type TypedArray } from "./backend.ts";
import { kernelCaller } from "./call-kernel.ts";
import { OutOfMemoryError } from "./out-of-memory-error.ts";

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
    return checked(tensor);
  }

  function checked(tensor: TensorInfo): TensorInfo {
    if (tfjs.dataIdMap.get(tensor.dataId).memoryOffset !== 0) return tensor;
    tfjs.disposeData(tensor.dataId);
    throw new OutOfMemoryError("wasm");
  }

  /** XNNPACK keeps weights packed under the tensor's id: forgotten, the next product packs them anew. */
  function forgetPacked({ dataId, shape }: TensorInfo): void {
    const { id, memoryOffset } = tfjs.dataIdMap.get(dataId);
    registry.disposeData(id);
    registry.registerTensor(id, sizeOf(shape), memoryOffset);
  }

  /** The shape in which each right operand of a product was packed last. */
  const packedShapes = new WeakMap<TensorInfo["dataId"], string>();

  /**
   * The id is all that packed weights are found by, so memory that is a column in one product and a row in the
   * next (the kernel of `dense(1)`, forwards and backwards) would be read beyond its end, and half the result left
   * unwritten.
   */
  function packRightOperand({ b }: Readonly<Record<string, TensorInfo>>): void {
    if (b === undefined) return;
    const shape = b.shape.join();
    if ((packedShapes.get(b.dataId) ?? shape) !== shape) forgetPacked(b);
    packedShapes.set(b.dataId, shape);
  }

  const callKernel = kernelCaller("wasm", tfjs);

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
    overwritten: forgetPacked,
    call(kernel, inputs, attributes) {
      if (kernel === "BatchMatMul") packRightOperand(inputs);
      return checked(callKernel(kernel, inputs, attributes));
    },
    numDataIds: () => tfjs.numDataIds(),
  };
}
