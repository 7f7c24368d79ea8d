import type { Field } from "../../compiler/ir/model.ts";

/** Affine maps of numbers, in the order they apply. */
export type NumberTransform =
  | { readonly name: "standardize" | "minmax" }
  | { readonly name: "scale"; readonly factor: number };
export type MissingPolicy = "median" | "mean" | "most_frequent" | "zero" | "drop";
export type CategoryCoding = "onehot" | "index";

/** A field's transforms, sorted by what they act on. */
export interface TransformPlan {
  readonly numbers: readonly NumberTransform[];
  /** Null: a missing value is an error. */
  readonly missing: MissingPolicy | null;
  /** Null: categories are an error. */
  readonly coding: CategoryCoding | null;
}

/** Reads the transforms of a checked field. Throws `RangeError` for a name that no transform has. */
export function planTransforms({ transforms }: Pick<Field, "transforms">): TransformPlan {
  const numbers: NumberTransform[] = [];
  let missing: MissingPolicy | null = null;
  let coding: CategoryCoding | null = null;
  for (const { name, options } of transforms) {
    switch (name) {
      case "standardize":
      case "minmax":
        numbers.push({ name });
        break;
      case "scale":
        numbers.push({ name, factor: Number(options.factor) });
        break;
      case "median":
      case "mean":
      case "most_frequent":
      case "zero":
      case "drop":
        missing = name;
        break;
      case "onehot":
      case "index":
        coding = name;
        break;
      default:
        throw new RangeError(`there is no transform ${name}`);
    }
  }
  return { numbers, missing, coding };
}
