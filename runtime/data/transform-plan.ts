import type { TransformName } from "../../compiler/definitions/transforms/index.ts";
import type { Field, Options } from "../../compiler/ir/model.ts";

/** Affine maps of numbers. */
export type NumberTransform =
  | { readonly name: "standardize" | "minmax" }
  | { readonly name: "scale"; readonly factor: number };
export type MissingPolicy = "median" | "mean" | "most_frequent" | "zero" | "drop";
export type CategoryCoding = "onehot" | "index";

/** A field's transforms, sorted by what they act on. */
export interface TransformPlan {
  /** In the order they apply. */
  readonly numbers: readonly NumberTransform[];
  /** Null: a missing value is an error. */
  readonly missing: MissingPolicy | null;
  /** Null: categories are an error. */
  readonly coding: CategoryCoding | null;
}

type Extend = (plan: TransformPlan, options: Options) => TransformPlan;

const number =
  (name: "standardize" | "minmax"): Extend =>
  (plan) => ({ ...plan, numbers: [...plan.numbers, { name }] });
const fill =
  (missing: MissingPolicy): Extend =>
  (plan) => ({ ...plan, missing });
const code =
  (coding: CategoryCoding): Extend =>
  (plan) => ({ ...plan, coding });

const extensions: { readonly [K in TransformName]: Extend } = {
  standardize: number("standardize"),
  minmax: number("minmax"),
  scale: (plan, { factor }) => ({
    ...plan,
    numbers: [...plan.numbers, { name: "scale", factor: Number(factor) }],
  }),
  median: fill("median"),
  mean: fill("mean"),
  most_frequent: fill("most_frequent"),
  zero: fill("zero"),
  drop: fill("drop"),
  onehot: code("onehot"),
  index: code("index"),
};

/** Reads the transforms of a field. The model was validated, so every name is a transform's. */
export function planTransforms({ transforms }: Pick<Field, "transforms">): TransformPlan {
  return transforms.reduce<TransformPlan>(
    (plan, { name, options }) => extensions[name as TransformName](plan, options),
    { numbers: [], missing: null, coding: null },
  );
}
