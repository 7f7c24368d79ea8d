import type { Field } from "../../compiler/ir/model.ts";
import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { fitColumn } from "./fit-column.ts";
import type { FittedColumn, FittedColumns } from "./fitted-fields.ts";
import type { Table } from "./parse-table.ts";
import { planTransforms } from "./transform-plan.ts";

/** Fits a field of a table on the training rows: each column's statistics, then the field's type. */
export function fitTableField(
  field: Field,
  table: Table,
  trainingRows: Int32Array,
  missing: ReadonlySet<string>,
): Outcome<FittedColumns> {
  const plan = planTransforms(field);
  const label = field.role === "target" && plan.coding !== null && plan.numbers.length === 0;
  const diagnostics: Diagnostic[] = [];
  const columns: FittedColumn[] = [];
  for (const column of field.columns) {
    const place = table.columns.indexOf(column);
    if (place === -1) {
      const slots = { name: table.name, column, known: table.columns };
      diagnostics.push(diagnose("unknown-column", slots, null));
      continue;
    }
    const cells = Array.from(trainingRows, (row) => table.cells[place]![row]!);
    const fitted = fitColumn({ field: field.name, column, cells }, plan, missing, label);
    diagnostics.push(...fitted.diagnostics);
    if (fitted.value !== null) columns.push(fitted.value);
  }
  if (hasErrors(diagnostics)) return failure(...diagnostics);
  return success({
    kind: "columns",
    name: field.name,
    role: field.role,
    type: typeOf(columns, label),
    columns,
  });
}

/** A single column that is a label has one class index (`[]`) or one row of classes; everything else is a row. */
function typeOf(columns: readonly FittedColumn[], label: boolean): FittedColumns["type"] {
  const only = columns.length === 1 ? columns[0] : undefined;
  if (label && only?.kind === "category") {
    const classes = only.categories.length;
    return only.coding === "onehot"
      ? { shape: [classes], dtype: "f32", classes }
      : { shape: [], dtype: "i32", classes };
  }
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  const indices = columns.every((column) => column.kind === "category" && column.coding === "index");
  return { shape: [width], dtype: indices ? "i32" : "f32", classes: null };
}

export function widthOf(column: FittedColumn): number {
  return column.kind === "category" && column.coding === "onehot" ? column.categories.length : 1;
}
