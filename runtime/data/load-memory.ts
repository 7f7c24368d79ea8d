import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { checkNames } from "../arguments/check-options.ts";
import { typeName } from "../arguments/type-name.ts";
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

const parts: { readonly [K in keyof Required<MemoryField>]: true } = {
  values: true,
  shape: true,
  label: true,
};

const arrayTypes = ["Float32Array", "Int32Array", "Uint8Array"];

/** Takes typed arrays as examples; all must hold equally many. */
export function loadMemory(fields: Readonly<Record<string, MemoryField>>): Outcome<RawSource> {
  const faults = Object.entries(fields).flatMap(([name, field]) => findMisfits(name, field));
  if (faults.length > 0) return failure(...faults);
  const counted = Object.keys(fields).find((name) => countsExamples(name, fields));
  if (counted !== undefined) {
    const slots = { field: counted, shape: fields[counted]!.shape };
    return failure(diagnose("shape-counts-examples", slots, null));
  }
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

/** What callers without types may give in place of a field. */
function findMisfits(name: string, field: MemoryField): readonly Diagnostic[] {
  const found = typeName(field);
  if (found !== "Object") return [diagnose("field-not-a-record", { field: name, found }, null)];
  const unknown = checkNames(`memory.${name}`, field, Object.keys(parts));
  if (unknown.length > 0) return unknown;
  const values = typeName(field.values);
  if (!arrayTypes.includes(values)) {
    return [diagnose("values-not-typed", { field: name, found: values, known: arrayTypes }, null)];
  }
  if (!Array.isArray(field.shape)) return [diagnose("shape-not-given", { field: name }, null)];
  const at = field.shape.findIndex((size) => !(Number.isInteger(size) && size >= 1));
  if (at < 0) return [];
  return [diagnose("size-not-whole", { field: name, size: String(field.shape[at]) }, null)];
}

/** Whether one field's shape holds all of its values, where another has one example for each of its first dimension. */
function countsExamples(name: string, fields: Readonly<Record<string, MemoryField>>): boolean {
  const { values, shape } = fields[name]!;
  const examples = shape[0];
  if (examples === undefined || examples === 1 || values.length !== sizeOf(shape)) return false;
  return Object.values(fields).some((other) => other.values.length === examples * sizeOf(other.shape));
}
