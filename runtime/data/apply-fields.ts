import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { applyArrayField } from "./apply-array-field.ts";
import type { NamedRows } from "./apply-column.ts";
import { applyTableField } from "./apply-table-field.ts";
import { applyTextField } from "./apply-text-field.ts";
import type { FieldValues } from "./dataset.ts";
import type { FittedField, FittedFields } from "./fitted-fields.ts";
import type { RawExamples } from "./raw-source.ts";

/** Makes the numbers of every fitted field, in the rows of the given parts. */
export function applyFields(
  fitted: FittedFields,
  examples: RawExamples,
  parts: readonly NamedRows[],
  missing: ReadonlySet<string>,
): Outcome<Readonly<Record<string, FieldValues>>> {
  const diagnostics: Diagnostic[] = [];
  const fields: Record<string, FieldValues> = {};
  for (const field of fitted) {
    const outcome = applyField(field, examples, parts, missing);
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value !== null) fields[field.name] = outcome.value;
    // All fields of a text hold the same characters: what is wrong with one is wrong with all.
    else if (examples.kind === "text") break;
  }
  return Object.keys(fields).length < fitted.length ? failure(...diagnostics) : success(fields, diagnostics);
}

function applyField(
  field: FittedField,
  examples: RawExamples,
  parts: readonly NamedRows[],
  missing: ReadonlySet<string>,
): Outcome<FieldValues> {
  if (examples.kind === "table" && field.kind === "columns") {
    return applyTableField(field, examples.table, parts, missing);
  }
  if (examples.kind === "text" && field.kind === "text") return applyTextField(field, examples);
  const known = examples.kind === "arrays" ? examples.arrays : {};
  const array = known[field.name];
  if (array === undefined || field.kind !== "array") {
    return failure(diagnose("field-not-in-source", { field: field.name, known: Object.keys(known) }, null));
  }
  return applyArrayField(field, array, parts);
}
