import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Field } from "../../compiler/ir/model.ts";
import type { RawExamples, RawSource } from "./raw-source.ts";

/** What tells data from other data of the same form; kept in checkpoints. */
export interface Fingerprint {
  /** How many there are, in all parts together. */
  readonly examples: number;
  /** Over the shapes and values of everything that the fields are made of, as it was read. */
  readonly sha256: string;
}

/**
 * Values count, and not the file that they are in: a packed file is the same data, and so is another order of columns. The
 * cells of a table count as they are written: 1.0 is not 1.
 */
export async function fingerprintOf(
  fields: readonly Field[],
  { main, test }: Pick<RawSource, "main" | "test">,
): Promise<Fingerprint> {
  const parts = test === null ? [main] : [main, test];
  const contents = parts.flatMap((part) => contentsOf(fields, part));
  const digests = await Promise.all(
    contents.map(async ({ what, bytes }) => `${what} ${bytesToHex(await digest(bytes))}`),
  );
  return {
    examples: parts.reduce((sum, { count }) => sum + count, 0),
    sha256: bytesToHex(await digest(utf8ToBytes(digests.join("\n")))),
  };
}

interface Content {
  readonly what: string;
  readonly bytes: Uint8Array;
}

function contentsOf(fields: readonly Field[], examples: RawExamples): readonly Content[] {
  switch (examples.kind) {
    case "text":
      return [{ what: "text", bytes: bytesOf(examples.codes) }];
    case "arrays":
      return fields.flatMap(({ name }) => {
        const array = examples.arrays[name];
        if (array === undefined) return [];
        const { values, shape } = array;
        const what = `${name} ${values.BYTES_PER_ELEMENT} [${shape.join()}]`;
        return [{ what, bytes: bytesOf(values) }];
      });
    case "table": {
      const { columns, cells } = examples.table;
      const read = new Set(fields.flatMap((field) => field.columns));
      return [...read].map((column) => {
        const values = cells[columns.indexOf(column)] ?? [];
        return { what: column, bytes: utf8ToBytes(JSON.stringify(values)) };
      });
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The most that is hashed at once: the platform's takes no more than 2 GiB. */
const CHUNK = 2 ** 26;

/** Of what is larger than a chunk, the digest of the digests of its chunks. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length <= CHUNK) return digestOfChunk(bytes);
  const count = Math.ceil(bytes.length / CHUNK);
  const digests = new Uint8Array(32 * count);
  for (let i = 0; i < count; i++)
    digests.set(await digestOfChunk(bytes.subarray(i * CHUNK, (i + 1) * CHUNK)), 32 * i);
  return digest(digests);
}

/** The platform's own is several times as fast, where a page is given it: only from a secure origin. */
async function digestOfChunk(bytes: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined || !isUnshared(bytes)) return sha256(bytes);
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}

/** The platform's takes no memory that threads share. */
function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return typeof SharedArrayBuffer === "undefined" || !(bytes.buffer instanceof SharedArrayBuffer);
}
