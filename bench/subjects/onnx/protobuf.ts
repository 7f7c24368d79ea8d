/** As much of the protobuf wire format as an ONNX model needs: https://protobuf.dev/programming-guides/encoding */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A field holds whole numbers, texts, bytes or messages; a list repeats it. */
export type Value = number | string | Uint8Array | Message;
export type Message = { readonly [field: number]: Value | readonly Value[] };

/** Encodes a message, its fields by number. */
export function encodeMessage(message: Message): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [field, held] of Object.entries(message)) {
    for (const value of isList(held) ? held : [held]) parts.push(...encodeField(Number(field), value));
  }
  return concat(parts);
}

function isList(held: Value | readonly Value[]): held is readonly Value[] {
  return Array.isArray(held);
}

function encodeField(field: number, value: Value): readonly Uint8Array[] {
  if (typeof value === "number") return [varint(8 * field + VARINT), varint(value)];
  const bytes =
    typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
        ? value
        : encodeMessage(value);
  return [varint(8 * field + LENGTH_DELIMITED), varint(bytes.length), bytes];
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no field's value`);
  const bytes: number[] = [];
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  return Uint8Array.of(...bytes, left);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
