import type { Field } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { type Affine, fitAffine, IDENTITY } from "./fit-affine.ts";
import type { FittedArray } from "./fitted-fields.ts";
import type { RawArray } from "./raw-source.ts";
import { type NumberTransform, planTransforms } from "./transform-plan.ts";

/**
 * Fits a field that the source made itself. Numbers are standardised by one mean and deviation over all places
 * (as is usual for images), so that bytes can stay bytes.
 */
export function fitArrayField(field: Field, array: RawArray, trainingRows: Int32Array): Outcome<FittedArray> {
  const { numbers, missing, coding } = planTransforms(field);
  const { name, role } = field;
  const refuse = (transform: string, problem: string): Outcome<never> =>
    failure(diagnose("transform-does-not-fit", { transform, field: name, problem }, null));
  if (missing !== null) return refuse(missing, "nothing can be missing in it");
  const base = { kind: "array", name, role } as const;
  if (!array.label) {
    if (coding !== null) return refuse(coding, "it holds numbers, and no labels");
    // Unscaled integers stay integers: indices of an embedding.
    const dtype = array.values instanceof Int32Array && numbers.length === 0 ? "i32" : "f32";
    const affine = fitNumbers(array, trainingRows, numbers);
    const type = { shape: array.shape, dtype, classes: null } as const;
    return success({ ...base, type, coding: "affine", ...affine });
  }
  if (numbers[0] !== undefined) return refuse(numbers[0].name, "it holds labels, and no numbers");
  // A class that the training rows lack has nothing to be learnt from, so the greatest one counts them.
  const classes = countClasses(array, trainingRows);
  const { shape } = array;
  return coding === "onehot"
    ? success({ ...base, type: { shape: [...shape, classes], dtype: "f32", classes }, coding, ...IDENTITY })
    : success({ ...base, type: { shape, dtype: "i32", classes }, coding: "index", ...IDENTITY });
}

function countClasses({ values, shape }: RawArray, rows: Int32Array): number {
  const width = sizeOf(shape);
  let classes = 0;
  for (const row of rows) {
    for (let place = row * width; place < (row + 1) * width; place++)
      classes = Math.max(classes, values[place]! + 1);
  }
  return classes;
}

function fitNumbers(array: RawArray, rows: Int32Array, transforms: readonly NumberTransform[]): Affine {
  if (transforms.every(({ name }) => name === "scale")) return fitAffine([], transforms);
  return fitAffine(gatherRows(array, rows), transforms);
}

/** In the stored type: a training part of bytes is gathered as bytes. */
function gatherRows({ values, shape }: RawArray, rows: Int32Array): RawArray["values"] {
  const width = sizeOf(shape);
  const gathered = values.slice(0, rows.length * width);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!;
    gathered.set(values.subarray(row * width, (row + 1) * width), place * width);
  }
  return gathered;
}
