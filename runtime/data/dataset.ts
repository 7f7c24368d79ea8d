import type { LoadedField } from "../../compiler/ir/model.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { FittedFields } from "./fitted-fields.ts";

/** Examples ready to be put into batches, and where each part of them is. */
export interface Dataset {
  readonly fields: Readonly<Record<string, LoadedField>>;
  readonly train: Part;
  /** Null: the split gives it no share. */
  readonly validation: Part | null;
  readonly test: Part | null;
  /** Everything that was fitted on the training part; kept in checkpoints, so that new files are read alike. */
  readonly fitted: FittedFields;
  readonly fingerprint: Fingerprint;
}

/** Some rows of some examples. Parts of one file share its values. */
export interface Part {
  readonly fields: Readonly<Record<string, FieldValues>>;
  readonly rows: Int32Array;
}

export const partNames = ["train", "val", "test"] as const;

/** What those who ask for a part call it. */
export type PartName = (typeof partNames)[number];

/**
 * Null when the split gives this part no examples.
 *
 * @throws RangeError for another name, which programs without types can ask for
 */
export function partNamed({ train, validation, test }: Dataset, name: PartName): Part | null {
  if (!partNames.includes(name))
    throw new RangeError(`no part is named ${name}; there are ${partNames.join(", ")}`);
  return { train, val: validation, test }[name];
}

/** One field of all examples, as stored; numbers are made of it when a batch is filled. */
export interface FieldValues {
  readonly type: LoadedField;
  /** Row-major. For `one-hot` one class index an example, else as many values as the shape holds. */
  readonly values: Uint8Array | Float32Array | Int32Array;
  readonly encoding: Encoding;
}

export type Encoding =
  /** `scale * value + offset`, in float64, then rounded to the field's dtype. */
  | { readonly kind: "affine"; readonly scale: number; readonly offset: number }
  /** A row of zeros with a one at the class's place; none for an index below 0. */
  | { readonly kind: "one-hot" };
