import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { numberIn } from "./cells.ts";
import type { FittedColumn } from "./fitted-fields.ts";
import type { Table } from "./parse-table.ts";

/** A named group of rows, for messages: "training", "validation", "test", or "new" for a file of its own. */
export interface NamedRows {
  readonly part: string;
  readonly rows: Int32Array;
}

export interface AppliedColumn {
  /** One number a row of the table: the scaled value, or the category's index (-1: none). */
  readonly values: Float64Array;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes numbers of a column, in the rows of the given parts; other rows stay 0. Each kind of fault is reported
 * once for a part, with its first place and how often it occurs.
 *
 * @param label a label's unseen class is an error: no output of the network stands for it
 */
export function applyColumn(
  fitted: FittedColumn,
  table: Table,
  parts: readonly NamedRows[],
  missing: ReadonlySet<string>,
  label: boolean,
): AppliedColumn {
  const { column } = fitted;
  const cells = table.cells[table.columns.indexOf(column)]!;
  const values = new Float64Array(cells.length);
  const diagnostics: Diagnostic[] = [];
  const places =
    fitted.kind === "category"
      ? new Map(fitted.categories.map((category, index) => [category, index]))
      : null;
  for (const { part, rows } of parts) {
    const absent: number[] = [];
    const unseen: number[] = [];
    for (const row of rows) {
      const cell = cells[row]!;
      if (missing.has(cell)) {
        if (fitted.fill === null) absent.push(row);
        else values[row] = fitted.kind === "number" ? scaled(fitted, fitted.fill) : fitted.fill;
      } else if (fitted.kind === "number") {
        const value = numberIn(cell);
        if (value === undefined) {
          const slots = { name: table.name, line: table.lines[row]!, column, value: cell };
          diagnostics.push(diagnose("text-in-numeric-column", slots, null));
          return { values, diagnostics };
        }
        values[row] = scaled(fitted, value);
      } else {
        const place = places!.get(cell);
        if (place === undefined) unseen.push(row);
        values[row] = place ?? -1;
      }
    }
    if (absent.length > 0) {
      const slots = { column, part, count: absent.length, line: table.lines[absent[0]!]! };
      diagnostics.push(diagnose("missing-values", slots, null));
    }
    if (unseen.length > 0) {
      const first = unseen[0]!;
      const slots = { column, part, count: unseen.length, value: cells[first]!, line: table.lines[first]! };
      diagnostics.push(diagnose(label ? "unseen-class" : "unseen-category", slots, null));
    }
  }
  return { values, diagnostics };
}

function scaled(
  { scale, offset }: { readonly scale: number; readonly offset: number },
  value: number,
): number {
  return scale * value + offset;
}
