import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { applyArrayField } from "./apply-array-field.ts";
import type { NamedRows } from "./apply-column.ts";
import { applyTableField } from "./apply-table-field.ts";
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
  const outcomes = fitted.map((field) => [field.name, applyField(field, examples, parts, missing)] as const);
  const diagnostics = outcomes.flatMap(([, outcome]) => outcome.diagnostics);
  const fields: Record<string, FieldValues> = {};
  for (const [name, { value }] of outcomes) {
    if (value === null) return failure(...diagnostics);
    fields[name] = value;
  }
  return success(fields, diagnostics);
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
  const known = examples.kind === "arrays" ? examples.arrays : {};
  const array = known[field.name];
  if (array === undefined || field.kind === "columns") {
    return failure(diagnose("field-not-in-source", { field: field.name, known: Object.keys(known) }, null));
  }
  return applyArrayField(field, array, parts);
}
