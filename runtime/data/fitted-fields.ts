import type { LoadedField } from "../../compiler/ir/model.ts";

/**
 * What loading learnt from the training part, as JSON: how each field is made of a file's content. The same
 * values make the same numbers of another file, for `eval` and `predict`.
 */
export type FittedFields = readonly FittedField[];

export type FittedField = FittedColumns | FittedArray | FittedText;

/** A field made of columns of a table, side by side. */
export interface FittedColumns {
  readonly kind: "columns";
  readonly name: string;
  readonly role: "features" | "target";
  readonly type: LoadedField;
  readonly columns: readonly FittedColumn[];
}

export type FittedColumn =
  | {
      readonly kind: "number";
      readonly column: string;
      /** Becomes `scale * value + offset`. */
      readonly scale: number;
      readonly offset: number;
      /** Stands in for a missing value, before scaling; null: a missing value is an error. */
      readonly fill: number | null;
    }
  | {
      readonly kind: "category";
      readonly column: string;
      /** In order: by value when all are numbers, else by code unit. */
      readonly categories: readonly string[];
      readonly coding: "onehot" | "index";
      /** The category's index for a missing value, -1 for none of them; null: a missing value is an error. */
      readonly fill: number | null;
    };

/** A field that the source makes itself: images, points, labels, arrays in memory. */
export interface FittedArray {
  readonly kind: "array";
  readonly name: string;
  readonly role: "features" | "target";
  readonly type: LoadedField;
  readonly coding: "affine" | "onehot" | "index";
  readonly scale: number;
  readonly offset: number;
}

/** A field of windows of a text. */
export interface FittedText {
  readonly kind: "text";
  readonly name: string;
  readonly role: "features" | "target";
  readonly type: LoadedField;
  readonly coding: "onehot" | "index";
  /** Character i has the index i. */
  readonly vocabulary: readonly string[];
}
