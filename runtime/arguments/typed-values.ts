import type { FieldType } from "../../compiler/ir/model.ts";
import type { FieldValues } from "./batch-of.ts";
import { describeType, typeName } from "./type-name.ts";

/**
 * Values of a field as the array that its program reads. One of the right type is taken as it is, and not looked at: a
 * copy costs its pages, a tenth of a millisecond for 400 kB.
 *
 * @throws TypeError naming the field for what is no flat array of numbers, as callers without types may give
 * @throws RangeError naming the field when it takes whole numbers of 32 bits, and one is none
 */
export function typedValues(
  name: string,
  dtype: FieldType["dtype"],
  given: FieldValues,
): Float32Array | Int32Array {
  if (dtype === "i32" && given instanceof Int32Array) return given;
  if (dtype === "f32" && given instanceof Float32Array) return given;
  checkNumbers(name, given);
  // Not `from`, which asks an iterator for each value: a millisecond for a hundred thousand.
  if (dtype === "f32") return new Float32Array(given);
  const whole = new Int32Array(given);
  // What is no whole number of 32 bits would be cut to one in silence.
  const at = whole.findIndex((value, place) => value !== given[place]);
  if (at < 0) return whole;
  throw new RangeError(`${name} holds ${given[at]} at place ${at}; it takes whole numbers, such as indices`);
}

function checkNumbers(name: string, given: FieldValues): void {
  if (/^((Ui|I)nt(8|16|32)|Uint8Clamped|Float(16|32|64))Array$/.test(typeName(given))) return;
  if (!Array.isArray(given)) {
    throw new TypeError(
      `${name} is ${describeType(given)}; its values are one flat array of numbers, plain or typed`,
    );
  }
  const at = given.findIndex((value) => typeof value !== "number");
  if (at < 0) return;
  const found: unknown = given[at];
  const nested = Array.isArray(found) || ArrayBuffer.isView(found);
  const flat = `; write one flat array, row-major, the example first: ${flattening(name, found)}`;
  throw new TypeError(
    `${name} holds ${describeType(found)} at place ${at}${nested ? flat : "; its values are numbers"}`,
  );
}

/** `flat` leaves typed arrays as they are. */
function flattening(name: string, row: unknown): string {
  return Array.isArray(row)
    ? `\`${name}.flat(Infinity)\` of nested arrays`
    : `\`${name}.flatMap((row) => [...row])\` of typed ones`;
}
