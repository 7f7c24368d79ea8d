import {
  LENGTH_BYTES,
  METADATA,
  type StoredDType,
  type StoredTensor,
  storedDTypes,
  type TensorFile,
} from "./safetensors.ts";

/** What is wrong with a file, in words that follow "is damaged:". */
export class DamagedTensors extends Error {}

/** The reference implementation's own limit. */
const LONGEST_HEADER = 100_000_000;

interface Entry {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a file, and checks everything before it uses any: the header, each type, shape and size, and that the
 * tensors fill the rest of the file without gap or overlap.
 * @throws DamagedTensors
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { header, data } = splitHeader(bytes);
  const metadata = header[METADATA] ?? {};
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== "string")) {
    throw new DamagedTensors("its metadata are not strings");
  }
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => entryOf(name, value))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.start !== end) {
      throw new DamagedTensors(`tensor \`${entry.name}\` starts at byte ${entry.start} and not at ${end}`);
    }
    end = entry.end;
  }
  if (end !== data.length) {
    throw new DamagedTensors(`its tensors take ${end} bytes, and there are ${data.length}`);
  }
  const tensors = new Map(entries.map((entry) => [entry.name, tensorOf(entry, data)]));
  return { metadata: metadata as Record<string, string>, tensors };
}

function splitHeader(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) {
    throw new DamagedTensors(`it has ${bytes.length} bytes, too few for a header`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = Number(view.getBigUint64(0, true));
  const room = Math.min(bytes.length - LENGTH_BYTES, LONGEST_HEADER);
  if (length > room)
    throw new DamagedTensors(`its header has ${length} bytes, and there is room for ${room}`);
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const header = parseJson(text);
  if (!isRecord(header)) throw new DamagedTensors("its header is no JSON object");
  return { header, data: bytes.subarray(LENGTH_BYTES + length) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entryOf(name: string, value: unknown): Entry {
  const fault = (what: string) => new DamagedTensors(`tensor \`${name}\` ${what}`);
  if (!isRecord(value)) throw fault("is not described");
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(storedDTypes, dtype)) throw fault(`has the type ${dtype}`);
  if (!isSizes(shape)) throw fault("has no shape");
  if (!isSizes(offsets) || offsets.length !== 2) throw fault("has no place in the file");
  const [start, end] = [offsets[0]!, offsets[1]!];
  const expected = shape.reduce((product, size) => product * size, storedDTypes[dtype as StoredDType].bytes);
  if (end - start !== expected) throw fault(`takes ${end - start} bytes, and its shape asks for ${expected}`);
  return { name, dtype: dtype as StoredDType, shape, start, end };
}

/** A copy, so that values are aligned and outlive the file's bytes. */
function tensorOf({ dtype, shape, start, end }: Entry, data: Uint8Array): StoredTensor {
  return { shape, values: storedDTypes[dtype].from(new Uint8Array(data.subarray(start, end)).buffer) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
