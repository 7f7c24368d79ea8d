import { sizeOf } from "../../../compiler/program/nd-array.ts";
import type { ScalarKernel } from "../../../compiler/program/scalar-kernel.ts";
import type { HostTensor } from "../host-kernel.ts";
import { BroadcastReader } from "./broadcast-reader.ts";
import { CHUNK, compileScalarKernel } from "./compile-scalar-kernel.ts";

/** Scratch for inputs that cannot be read in place; grows to the widest kernel seen. */
const copies: Float32Array[] = [];

/**
 * Runs a scalar kernel operation by operation over chunks that stay in the cache, its inputs broadcast to `shape`.
 * Within a chunk all is read before `take` is given anything.
 *
 * @param take is called with each chunk's first cell, how many there are, and the results, to be used at once
 */
export function runChunks(
  kernel: ScalarKernel,
  shape: readonly number[],
  inputs: readonly HostTensor[],
  take: (start: number, count: number, results: readonly Float32Array[]) => void,
): void {
  const { operations, results, chunks } = compileScalarKernel(kernel);
  const size = sizeOf(shape);
  const arrays: Float32Array[] = [];
  /** 1 for the inputs that are read in place and so move on with the chunks. */
  const moves: number[] = [];
  const readers: { readonly reader: BroadcastReader; readonly input: number }[] = [];
  inputs.forEach(({ data, shape: from }, input) => {
    const reader = new BroadcastReader(from, shape);
    const isDirect = data instanceof Float32Array && reader.isDirect;
    moves.push(isDirect ? 1 : 0);
    if (isDirect) arrays.push(data);
    else {
      copies[input] ??= new Float32Array(CHUNK);
      arrays.push(copies[input]);
      if (reader.isScalar) copies[input].fill(data[0]!);
      else readers.push({ reader, input });
    }
  });
  for (const chunk of chunks) {
    arrays.push(chunk);
    moves.push(0);
  }
  const made = results.map((place) => arrays[place]!);

  for (let start = 0; start < size; start += CHUNK) {
    const count = Math.min(CHUNK, size - start);
    for (const { reader, input } of readers) reader.read(inputs[input]!.data, start, count, arrays[input]!);
    for (const { loop, target, args } of operations) {
      const [a, b, c] = args;
      const [i, j, k] = [start * moves[a]!, start * moves[b]!, start * moves[c]!];
      loop(arrays[target]!, count, arrays[a]!, i, arrays[b]!, j, arrays[c]!, k);
    }
    take(start, count, made);
  }
}
