import type { Field } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { fitArrayField } from "./fit-array-field.ts";
import { fitTableField } from "./fit-table-field.ts";
import { fitTextField } from "./fit-text-field.ts";
import type { FittedField, FittedFields } from "./fitted-fields.ts";
import type { RawExamples } from "./raw-source.ts";

/** Fits every field on the training rows; the faults of all fields are reported together. */
export function fitFields(
  fields: readonly Field[],
  examples: RawExamples,
  trainingRows: Int32Array,
  missing: ReadonlySet<string>,
): Outcome<FittedFields> {
  const outcomes = fields.map((field): Outcome<FittedField> => {
    if (examples.kind === "table") return fitTableField(field, examples.table, trainingRows, missing);
    if (examples.kind === "text") return fitTextField(field, examples);
    const array = examples.arrays[field.name];
    if (array !== undefined) return fitArrayField(field, array, trainingRows);
    return failure(
      diagnose("field-not-in-source", { field: field.name, known: Object.keys(examples.arrays) }, null),
    );
  });
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  const fitted = outcomes.map((outcome) => outcome.value).filter((value) => value !== null);
  return fitted.length < fields.length ? failure(...diagnostics) : success(fitted, diagnostics);
}
