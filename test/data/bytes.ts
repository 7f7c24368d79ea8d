import { gzipSync } from "node:zlib";
import type { DataFiles } from "../../runtime/data/data-files.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const header = [0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])];
  return Uint8Array.from([...header, ...values]);
}

export function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

export function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** Four images of 2 x 1 and their labels for training, two for testing; single files may be replaced. */
export function tinyImages(replaced: Readonly<Record<string, Uint8Array>> = {}): DataFiles {
  return suppliedFiles({
    "tiny/train-images-idx3-ubyte": idx([4, 2, 1], [0, 10, 20, 30, 40, 50, 60, 255]),
    "tiny/train-labels-idx1-ubyte": idx([4], [0, 1, 2, 1]),
    "tiny/t10k-images-idx3-ubyte.gz": gzip(idx([2, 2, 1], [1, 2, 3, 4])),
    "tiny/t10k-labels-idx1-ubyte.gz": gzip(idx([2], [2, 0])),
    ...replaced,
  });
}
