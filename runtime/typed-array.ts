import type { DType } from "../compiler/program/program.ts";

export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** How JavaScript holds the cells of each dtype. */
export const arrayTypes: {
  readonly [K in DType]: new (
    ...given: [length: number] | [ArrayBufferLike, number, number]
  ) => TypedArray;
} = { f32: Float32Array, i32: Int32Array, bool: Uint8Array };
