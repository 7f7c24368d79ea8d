import type { Field } from "../../compiler/ir/model.ts";
import type { RawExamples } from "./raw-source.ts";
import { planTransforms } from "./transform-plan.ts";

/** The rows that stay: all but those where a field that says `missing: drop` misses one of its columns. */
export function keptRows(
  examples: RawExamples,
  fields: readonly Field[],
  missing: ReadonlySet<string>,
): Int32Array {
  const all = Int32Array.from({ length: examples.count }, (_, row) => row);
  if (examples.kind !== "table") return all;
  const { table } = examples;
  const complete = fields
    .filter((field) => planTransforms(field).missing === "drop")
    .flatMap((field) => field.columns)
    .map((column) => table.cells[table.columns.indexOf(column)])
    .filter((cells) => cells !== undefined);
  return all.filter((row) => complete.every((cells) => !missing.has(cells[row]!)));
}
