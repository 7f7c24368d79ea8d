/** A tfjs backend, as far as plans need one. Tensors are tfjs' own records; nothing here keeps a tape or a scope. */
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import type { TfjsAttribute } from "../../compiler/plan/lowering.ts";
import type { DType, TensorType } from "../../compiler/program/program.ts";
import type { TypedArray } from "../typed-array.ts";

export interface TensorBackend {
  readonly name: BackendName;
  /** A new tensor whose cells hold anything. */
  allocate(type: TensorType): TensorInfo;
  /** A new tensor with a copy of the values. */
  upload(values: TypedArray, type: TensorType): TensorInfo;
  /** The cells themselves; valid until the next tensor is made (the heap may move), so take it late. */
  view(tensor: TensorInfo): TypedArray;
  /** A copy of the cells, once they are computed. */
  read(tensor: TensorInfo): Promise<TypedArray>;
  /** The same memory under another shape; to be disposed like any tensor, the memory goes with the last. */
  share(tensor: TensorInfo, type: TensorType): TensorInfo;
  dispose(tensor: TensorInfo): void;
  /** To be told after cells of a tensor that existed before were written. */
  overwritten(tensor: TensorInfo): void;
  /** Runs a kernel of tfjs; the result is a new tensor. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: Readonly<Record<string, TfjsAttribute>>,
  ): TensorInfo;
  /** The most bytes that tensors can hold at once. */
  readonly memoryLimit: number;
  /** How many tensors' memory is held, ours and others'. */
  numDataIds(): number;
}

/** How tfjs holds the cells of each dtype. */
export const dataTypes: { readonly [K in DType]: DataType } = { f32: "float32", i32: "int32", bool: "bool" };
