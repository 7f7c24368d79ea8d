/**
 * The safetensors format: eight bytes with the length of a JSON header (little-endian), the header, the tensors
 * one after another. Only what checkpoints hold: 32-bit floats and integers, and bytes.
 * Source: huggingface/safetensors, README, "Format".
 */

export type StoredValues = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export interface StoredTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface TensorFile {
  /** Strings alone, as the format demands. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

export const METADATA = "__metadata__";
export const LENGTH_BYTES = 8;

export type StoredDType = "F32" | "I32" | "U8";

/** How the values of one dtype are taken from their bytes. */
export const storedDTypes: {
  readonly [D in StoredDType]: {
    readonly bytes: number;
    readonly from: (buffer: ArrayBuffer) => StoredValues;
  };
} = {
  F32: { bytes: 4, from: (buffer) => new Float32Array(buffer) },
  I32: { bytes: 4, from: (buffer) => new Int32Array(buffer) },
  U8: { bytes: 1, from: (buffer) => new Uint8Array(buffer) },
};

export function dtypeOf(values: StoredTensor["values"]): StoredDType {
  if (values instanceof Float32Array) return "F32";
  return values instanceof Int32Array ? "I32" : "U8";
}
