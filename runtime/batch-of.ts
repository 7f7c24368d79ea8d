import type { FieldType } from "../compiler/ir/model.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import type { Batch } from "./data/batch-source.ts";

/** Values of one field, row-major, the batch first: as many as the field's shape times the number of examples. */
export type FieldValues = Float32Array | Int32Array | Uint8Array | readonly number[];

/**
 * Makes a batch of arrays that a program brings. Throws `RangeError` naming the field when one is absent or its
 * length is not a whole number of examples, or when fields disagree on how many there are.
 */
export function batchOf(
  given: Readonly<Record<string, FieldValues>>,
  wanted: Readonly<Record<string, FieldType>>,
): Batch {
  let size: number | null = null;
  const values = new Map<string, Float32Array | Int32Array>();
  for (const [name, { shape, dtype }] of Object.entries(wanted)) {
    const field = given[name];
    if (field === undefined) throw new RangeError(`the batch has no field ${name}`);
    const examples = field.length / sizeOf(shape);
    if (!Number.isInteger(examples) || examples === 0) {
      throw new RangeError(`${name} has ${field.length} values; an example has ${sizeOf(shape)}`);
    }
    if (size !== null && size !== examples) {
      throw new RangeError(`${name} has ${examples} examples, and other fields ${size}`);
    }
    size = examples;
    values.set(name, dtype === "i32" ? Int32Array.from(field) : Float32Array.from(field));
  }
  return { size: size ?? 0, values };
}
