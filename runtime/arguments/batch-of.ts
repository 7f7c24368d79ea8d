import { didYouMean } from "../../compiler/diagnostics/did-you-mean.ts";
import type { FieldType } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { IndexLimit } from "../../compiler/synthesize/index.ts";
import type { Batch } from "../data/batch-source.ts";
import { checkRecord } from "./check-record.ts";
import { typedValues } from "./typed-values.ts";

/**
 * Values of one field, row-major, the batch first: as many as the field's shape times the number of examples. Typed
 * arrays may be read, and are not to be changed, until what they were given to is done.
 */
export type FieldValues = Float32Array | Int32Array | Uint8Array | readonly number[];

/**
 * Makes a batch of arrays that a program brings.
 *
 * @param method that was given them, for messages
 * @param limits of fields that hold indices or labels
 * @throws RangeError naming the field when one is absent or unknown, its length is not a whole number of examples,
 *   fields disagree on how many there are, or an index is none or beyond its limit
 * @throws TypeError for what is no object of flat arrays of numbers, as callers without types may give
 */
export function batchOf(
  method: string,
  given: Readonly<Record<string, FieldValues>>,
  wanted: Readonly<Record<string, FieldType>>,
  limits: ReadonlyMap<string, IndexLimit>,
): Batch {
  const known = Object.keys(wanted);
  checkRecord(method, `an object of arrays, \`{ ${known.map((name) => `${name}: …`).join(", ")} }\``, given);
  checkNames(method, given, known);
  let size: number | null = null;
  const values = new Map<string, Float32Array | Int32Array>();
  for (const [name, { shape, dtype }] of Object.entries(wanted)) {
    const field = given[name];
    if (field === undefined) throw new RangeError(`the batch has no field ${name}`);
    const array = typedValues(name, dtype, field);
    const examples = array.length / sizeOf(shape);
    if (!Number.isInteger(examples) || examples === 0) {
      throw new RangeError(`${name} has ${array.length} values; an example has ${sizeOf(shape)}`);
    }
    if (size !== null && size !== examples) {
      throw new RangeError(`${name} has ${examples} examples, and other fields ${size}`);
    }
    size = examples;
    const limit = limits.get(name);
    const outside =
      limit === undefined ? undefined : array.find((index) => index < 0 || index >= limit.below);
    if (limit !== undefined && outside !== undefined)
      throw new RangeError(`${name} holds ${outside}; \`${limit.node}\` takes 0 to ${limit.below - 1}`);
    values.set(name, array);
  }
  return { size: size ?? 0, values };
}

/** A field that nothing reads would be left out in silence. */
function checkNames(method: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known);
    throw new RangeError(`${method} takes no field ${name}${hint === undefined ? "" : `: ${hint}`}`);
  }
}
