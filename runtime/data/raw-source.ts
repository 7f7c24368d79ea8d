import type { Table } from "./parse-table.ts";

/** Examples as a source gives them, before any transform. */
export interface RawSource {
  /** Split into parts. */
  readonly main: RawExamples;
  /** The source's own test part (t10k files); null: there is none. */
  readonly test: RawExamples | null;
  /** Damages the labels of the training rows alone, once the split is known. */
  readonly corrupt?: (trainingRows: Int32Array) => void;
  /**
   * Set where examples follow one another in time: parts are then stretches of neighbours, and of each part that many
   * examples, the last ones, reach into the next and belong to none.
   */
  readonly reach?: number;
}

export type RawExamples =
  | { readonly kind: "table"; readonly count: number; readonly table: Table }
  | { readonly kind: "arrays"; readonly count: number; readonly arrays: Readonly<Record<string, RawArray>> }
  | RawText;

/** A text as `count` windows: number i begins at `i * stride`, or `length` before the end where that is earlier. */
export interface RawText {
  readonly kind: "text";
  /** The file, for messages. */
  readonly name: string;
  readonly count: number;
  /** The code point of every character. */
  readonly codes: Int32Array;
  /** Characters of a window. */
  readonly length: number;
  readonly stride: number;
}

/** One field of all examples, row-major. Bytes stay bytes: 60,000 images of 28 x 28 take 47 MB, not 188. */
export interface RawArray {
  /** The file or array it came from, for messages. */
  readonly name: string;
  readonly values: Uint8Array | Float32Array | Int32Array;
  /** Of one example; empty for one label, `[T]` for a label at each position. */
  readonly shape: readonly number[];
  /** Whether the values are class indices, counted from 0. */
  readonly label: boolean;
}
