import { describe, expect, test } from "vitest";
import { generate, type NDArray } from "../../compiler/program/nd-array.ts";
import type { Padding2D, Window2D } from "../../compiler/program/primitive-attributes.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import { hostKernels } from "../../runtime/kernels/host-kernels.ts";
import { runKernel } from "./run-kernel.ts";

type Shape4 = readonly [number, number, number, number];
type Pair = readonly [number, number];

function pool(x: Shape4, window: Pair, strides: Pair, top = 0, bottom = 0, left = 0, right = 0) {
  const padding: Padding2D = [
    [top, bottom],
    [left, right],
  ];
  return { x, geometry: { window, strides, padding } satisfies Window2D };
}

const cases = [
  pool([1, 1, 1, 1], [1, 1], [1, 1]),
  pool([2, 4, 4, 3], [2, 2], [2, 2]),
  pool([3, 8, 6, 32], [2, 2], [2, 2]),
  // Rows and columns that no window reaches, at the end and between windows.
  pool([2, 7, 5, 5], [2, 2], [2, 2]),
  pool([2, 9, 8, 4], [2, 1], [3, 4]),
  // Windows that overlap; padding that all sides have, or some.
  pool([2, 7, 8, 33], [3, 3], [2, 2], 1, 1, 1, 1),
  pool([1, 6, 5, 2], [3, 2], [1, 1], 0, 2, 1, 0),
  pool([2, 5, 9, 8], [2, 3], [2, 3], 1, 0, 2, 1),
  pool([2, 6, 6, 9], [2, 2], [2, 2], 1, 1, 1, 1),
  // Windows too large to be written out, and one as large as the image.
  pool([1, 12, 11, 6], [5, 7], [3, 2], 2, 2, 3, 3),
  pool([2, 9, 9, 7], [9, 9], [1, 1]),
];

/** Many ties, and some cells that are no numbers or not finite. */
function draw(shape: readonly number[], seed: number, special: readonly number[] = []): NDArray {
  return generate({ shape, dtype: "f32" }, (i) => {
    const mixed = Math.imul(i + seed, 0x9e3779b1) >>> 8;
    return mixed % 11 < special.length ? special[mixed % 11]! : (mixed % 7) - 3;
  });
}

type PoolKernel = "max_pool" | "max_pool_scatter" | "max_pool_gather" | "avg_pool" | "avg_pool_gradient";
const kernels = [
  "max_pool",
  "max_pool_scatter",
  "max_pool_gather",
  "avg_pool",
  "avg_pool_gradient",
] as const satisfies readonly PoolKernel[];

function inputsOf(kernel: PoolKernel, { x, geometry }: (typeof cases)[number], special: readonly number[]) {
  const image = draw(x, 1, special);
  const [pooled] = primitives.max_pool.infer([image], geometry);
  const y = draw(pooled!.shape, 5);
  const all: { readonly [K in PoolKernel]: readonly NDArray[] } = {
    max_pool: [image],
    max_pool_scatter: [image, y],
    max_pool_gather: [image, draw(x, 9)],
    avg_pool: [image],
    avg_pool_gradient: [y],
  };
  const output = kernel === "max_pool_scatter" || kernel === "avg_pool_gradient" ? image : pooled!;
  return { inputs: all[kernel], output };
}

/** What the JavaScript loop says, which has the meaning of NaN besides. */
function hostResult(
  kernel: PoolKernel,
  given: (typeof cases)[number],
  special: readonly number[],
): Float32Array {
  const { inputs, output } = inputsOf(kernel, given, special);
  const cells = new Float32Array(output.shape.reduce((product, size) => product * size, 1));
  const from = inputs.map(({ shape, data }) => ({
    shape,
    dtype: "f32" as const,
    data: Float32Array.from(data),
  }));
  hostKernels[kernel](from, [{ shape: output.shape, data: cells }], attributesOf(given));
  return cells;
}

function attributesOf({ x, geometry }: (typeof cases)[number]) {
  return { ...geometry, inputShape: x };
}

function isSame(found: number, wanted: number, tolerance: number): boolean {
  return Object.is(found, wanted) || Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}

describe.each(kernels)("%s", (kernel) => {
  test.each(cases)("is what the loop in JavaScript says, for %j", (given) => {
    for (const special of [[], [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]]) {
      const { inputs, output } = inputsOf(kernel, given, special);
      const wanted = hostResult(kernel, given, special);
      const sides = inputs.map((array) => ({ type: array, values: array.data }));
      for (const threads of [1, 2, 3, 7]) {
        const attributes = attributesOf(given);
        const [found] = runKernel({ kernel, attributes, inputs: sides, outputs: [output], threads });
        // Means are rounded at another place; what is chosen is chosen exactly.
        const isRounded = kernel === "avg_pool" || kernel === "avg_pool_gradient";
        const off = wanted.findIndex((cell, i) => !isSame(found![i]!, cell, isRounded ? 1e-6 : 0));
        expect(off, `cell ${off} is ${found![off]}, not ${wanted[off]}, in ${threads} parts`).toBe(-1);
      }
    }
  });
});
