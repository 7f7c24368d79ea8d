import { sizeOf } from "../../compiler/program/nd-array.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { NamedRows } from "./apply-column.ts";
import type { FieldValues } from "./dataset.ts";
import type { FittedArray } from "./fitted-fields.ts";
import type { RawArray } from "./raw-source.ts";

/** Takes the source's own values as the field's; they are scaled or expanded when batches are filled. */
export function applyArrayField(
  field: FittedArray,
  array: RawArray,
  parts: readonly NamedRows[],
): Outcome<FieldValues> {
  const { type, coding, scale, offset, name } = field;
  const { values } = array;
  const expected = coding === "onehot" ? type.shape.slice(0, -1) : type.shape;
  if (array.shape.join() !== expected.join()) {
    return failure(diagnose("field-shape", { field: name, expected, found: array.shape }, null));
  }
  if (type.classes === null) return success({ type, values, encoding: { kind: "affine", scale, offset } });
  const width = sizeOf(array.shape);
  for (const { rows } of parts) {
    for (const row of rows) {
      for (let place = row * width; place < (row + 1) * width; place++) {
        const value = values[place]!;
        if (value >= 0 && value < type.classes && Number.isInteger(value)) continue;
        const slots = { name: array.name, index: row, value, classes: type.classes };
        return failure(diagnose("label-out-of-range", slots, null));
      }
    }
  }
  const encoding =
    coding === "onehot" ? ({ kind: "one-hot" } as const) : ({ kind: "affine", scale, offset } as const);
  return success({ type, values, encoding });
}
