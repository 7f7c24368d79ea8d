import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { applyColumn, type NamedRows } from "./apply-column.ts";
import type { FieldValues } from "./dataset.ts";
import { widthOf } from "./fit-table-field.ts";
import type { FittedColumns } from "./fitted-fields.ts";
import type { Table } from "./parse-table.ts";

/** Makes a field's numbers of a table, in the rows of the given parts. */
export function applyTableField(
  field: FittedColumns,
  table: Table,
  parts: readonly NamedRows[],
  missing: ReadonlySet<string>,
): Outcome<FieldValues> {
  const { type } = field;
  const unknown = field.columns.filter(({ column }) => !table.columns.includes(column));
  if (unknown.length > 0) {
    const slots = { name: table.name, known: table.columns };
    return failure(...unknown.map(({ column }) => diagnose("unknown-column", { ...slots, column }, null)));
  }
  const diagnostics: Diagnostic[] = [];
  const applied = field.columns.map((column) => {
    const result = applyColumn(column, table, parts, missing, type.classes !== null);
    diagnostics.push(...result.diagnostics);
    return result.values;
  });
  if (hasErrors(diagnostics)) return failure(...diagnostics);
  if (type.classes !== null) {
    const encoding = type.shape.length === 1 ? ({ kind: "one-hot" } as const) : PLAIN;
    return success({ type, values: Int32Array.from(applied[0]!), encoding }, diagnostics);
  }
  const width = type.shape[0]!;
  const count = table.lines.length;
  const values = type.dtype === "f32" ? new Float32Array(count * width) : new Int32Array(count * width);
  let start = 0;
  for (const [index, column] of field.columns.entries()) {
    const onehot = column.kind === "category" && column.coding === "onehot";
    const source = applied[index]!;
    for (let row = 0; row < count; row++) {
      const value = source[row]!;
      if (!onehot) values[row * width + start] = value;
      else if (value >= 0) values[row * width + start + value] = 1;
    }
    start += widthOf(column);
  }
  return success({ type, values, encoding: PLAIN }, diagnostics);
}

const PLAIN = { kind: "affine", scale: 1, offset: 0 } as const;
