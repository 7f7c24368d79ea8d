/** The bytes of a WebAssembly module. Source: WebAssembly Core Specification 3.0, chapter 5 (binary format). */

/** Bytes as a tree, so that an expression holds its operands' bytes without copying them. */
export type Code = Uint8Array | readonly (number | Code)[];

/** Unsigned LEB128 of 0 … 2^32 - 1. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const more = rest > 0x7f ? 0x80 : 0;
    bytes.push((rest & 0x7f) | more);
    rest >>>= 7;
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of an int32. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    if (isLast) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/** The little-endian bytes of numbers as an array type holds them. */
export function bytesOf(values: Float32Array | Float64Array | Int32Array): number[] {
  return [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
}

export function name(text: string): Code {
  const bytes = new TextEncoder().encode(text);
  return [unsigned(bytes.length), bytes];
}

/** How many, then each. */
export function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

/** How many bytes, then they; nothing where there are none. */
export function section(id: number, content: Code): Code {
  const bytes = flatten(content);
  return bytes.length === 0 ? [] : [id, unsigned(bytes.length), bytes];
}

export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(code));
  let at = 0;
  const visit = (part: Code): void => {
    if (part instanceof Uint8Array) {
      bytes.set(part, at);
      at += part.length;
      return;
    }
    for (const item of part) {
      if (typeof item === "number") bytes[at++] = item;
      else visit(item);
    }
  };
  visit(code);
  return bytes;
}

function lengthOf(code: Code): number {
  if (code instanceof Uint8Array) return code.length;
  let length = 0;
  for (const item of code) length += typeof item === "number" ? 1 : lengthOf(item);
  return length;
}
