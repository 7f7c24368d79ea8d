import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { arrayTypes, type TypedArray } from "../typed-array.ts";

/** The cells of a tensor in place. To be taken anew each time: memory that grows gets a new buffer. */
export function cellsOf(
  memory: WebAssembly.Memory,
  address: number,
  { shape, dtype }: TensorType,
): TypedArray {
  return new arrayTypes[dtype](memory.buffer, address, sizeOf(shape));
}
