import { sizeOf } from "../../compiler/program/nd-array.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { RawArray, RawSource } from "./raw-source.ts";

/** A field as a program gives it. */
export interface MemoryField {
  /** Row-major. Bytes are not copied and stay bytes. */
  readonly values: Uint8Array | Float32Array | Int32Array;
  /** Of one example; `[]` for one number or label each, `[T]` for a label at each position of a sequence. */
  readonly shape: readonly number[];
  /** Whether the values are class indices, counted from 0. */
  readonly label?: boolean;
}

/** Takes typed arrays as examples; all must hold equally many. */
export function loadMemory(fields: Readonly<Record<string, MemoryField>>): Outcome<RawSource> {
  const arrays: Record<string, RawArray> = {};
  let count: number | null = null;
  for (const [name, { values, shape, label = false }] of Object.entries(fields)) {
    const width = sizeOf(shape);
    count ??= Math.floor(values.length / width);
    if (values.length !== count * width) {
      const slots = { field: name, expected: count * width, found: values.length };
      return failure(diagnose("arrays-disagree", slots, null));
    }
    // A plain number is a row of one, as the output of `dense(1)` is; a single label is no row.
    const single = label ? width === 1 : shape.length === 0;
    arrays[name] = { name, values, shape: single ? (label ? [] : [1]) : shape, label };
  }
  return success({ main: { kind: "arrays", count: count ?? 0, arrays }, test: null });
}
