/** What the machine can do at best, as workloads: they take turns with what is held against them. */
import type { Workload } from "./workload.ts";

/** Rows and columns of both matrices. */
export const SIDE = 1024;

const NOTHING = {
  fixture: null,
  sizes: {},
  flops: null,
  bytes: null,
  agreement: null,
  coldStart: false,
  noisy: false,
} as const;

export const product: Workload = {
  ...NOTHING,
  id: "ceiling/product",
  title: "our own matrix product, 1024³",
  task: "product",
  unit: "product",
  flops: 2 * SIDE ** 3,
};

/** In mebibytes: within the caches of most machines, and what the updates of 1, 10 and 50 million parameters touch. */
export const TRIADS: readonly number[] = [16, 20, 200, 1000];

/** No cache holds so many mebibytes. */
export const MEMORY = Math.max(...TRIADS);

/** A triad over three arrays of together so many mebibytes; a little less, as each is whole pages. */
export function triad(mebibytes: number): Workload {
  return {
    ...NOTHING,
    id: `ceiling/triad-${mebibytes}`,
    title: `a triad over ${mebibytes} MiB`,
    task: "triad",
    unit: "triad",
    sizes: { mebibytes },
    bytes: 3 * triadArrayBytes(mebibytes),
  };
}

const PAGE = 2 ** 16;

/** Bytes of each of a triad's arrays. */
export function triadArrayBytes(mebibytes: number): number {
  return Math.floor((mebibytes * 2 ** 20) / 3 / PAGE) * PAGE;
}

/** Of some triads the one over about as much as a workload touches; undefined where memory is not what counts. */
export function nearestTriad<T extends { readonly mebibytes: number }>(
  { bytes, sizes }: Workload,
  triads: readonly T[],
): T | undefined {
  const { footprint } = sizes;
  if (bytes === null || footprint === undefined) return undefined;
  const distance = (one: T) => Math.abs(Math.log((one.mebibytes * 2 ** 20) / footprint));
  return triads.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** Of a step that takes so many milliseconds: GFLOP/s where arithmetic is what counts, GB/s where memory is; else null. */
export function rateOf({ flops, bytes }: Workload, milliseconds: number): number | null {
  const done = flops ?? bytes;
  return done === null ? null : done / milliseconds / 1e6;
}
