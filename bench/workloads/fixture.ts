import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Row-major values of one tensor. */
export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export type FixtureTensors = Readonly<Record<string, FixtureTensor>>;

/** What every subject of a workload starts from: the same initial weights and the same batches. */
export interface Fixture {
  /** By the parameter's path in the spec. */
  readonly weights: FixtureTensors;
  /** By field; the example is the first dimension. */
  readonly batches: readonly FixtureTensors[];
}

interface Entry {
  /** Null for a weight. */
  readonly batch: number | null;
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "f32" | "i32";
  /** Bytes from the start of the data file. */
  readonly offset: number;
}

const MANIFEST = "manifest.json";
const DATA = "data.bin";

/** Writes a manifest and one file of little-endian values, which the Python subject reads as well. */
export async function writeFixture(folder: string, { weights, batches }: Fixture): Promise<void> {
  const entries: Entry[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  const add = (batch: number | null, tensors: FixtureTensors): void => {
    for (const [name, { shape, values }] of Object.entries(tensors)) {
      entries.push({ batch, name, shape, dtype: values instanceof Int32Array ? "i32" : "f32", offset });
      parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      offset += values.byteLength;
    }
  };
  add(null, weights);
  for (const [index, batch] of batches.entries()) add(index, batch);
  await writeFile(join(folder, DATA), parts);
  await writeFile(join(folder, MANIFEST), JSON.stringify(entries));
}

export async function readFixture(folder: string): Promise<Fixture> {
  const entries = JSON.parse(await readFile(join(folder, MANIFEST), "utf8")) as readonly Entry[];
  const { buffer, byteOffset } = await readFile(join(folder, DATA));
  const weights: Record<string, FixtureTensor> = {};
  const batches: Record<string, FixtureTensor>[] = [];
  for (const { batch, name, shape, dtype, offset } of entries) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const start = byteOffset + offset;
    const bytes = buffer.slice(start, start + 4 * size);
    const values = dtype === "i32" ? new Int32Array(bytes) : new Float32Array(bytes);
    if (batch === null) weights[name] = { shape, values };
    else {
      batches[batch] ??= {};
      batches[batch][name] = { shape, values };
    }
  }
  return { weights, batches };
}
