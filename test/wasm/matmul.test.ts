import { expect, test } from "vitest";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { runKernel } from "./run-kernel.ts";

interface Product {
  readonly leading?: readonly number[];
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const flags = [false, true];
const targets = [{ relaxedSimd: true }, { relaxedSimd: false }];

/** Numbers in -1 … 1, each with few digits, the same on every run. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
}

function operands({ leading = [], rows, depth, columns, transposeA = false, transposeB = false }: Product) {
  const types: TensorType[] = [
    { shape: [...leading, ...(transposeA ? [depth, rows] : [rows, depth])], dtype: "f32" },
    { shape: [...leading, ...(transposeB ? [columns, depth] : [depth, columns])], dtype: "f32" },
  ];
  const inputs = types.map((type, i) => ({
    type,
    values: numbers(
      type.shape.reduce((cells, size) => cells * size, 1),
      7 + i,
    ),
  }));
  const output: TensorType = { shape: [...leading, rows, columns], dtype: "f32" };
  return { inputs, outputs: [output], attributes: { transposeA, transposeB } };
}

function multiply(
  product: Product,
  options: { readonly threads?: number; readonly target?: { readonly relaxedSimd: boolean } } = {},
): number[] {
  return [...runKernel({ kernel: "matmul", ...operands(product), ...options })[0]!];
}

function exact(product: Product): number[] {
  const { inputs, attributes } = operands(product);
  const arrays = inputs.map(({ type, values }) => ({ ...type, data: Float64Array.from(values) }));
  return [...primitives.matmul.evaluate(arrays, attributes)[0]!.data];
}

function expectExact(product: Product, found: readonly number[]): void {
  const expected = exact(product);
  expect(found).toHaveLength(expected.length);
  // Cells are in -1 ... 1, so a sum of `depth` products errs by no more than a few units of float32 each.
  const bound = 1e-6 * Math.max(1, Math.sqrt(product.depth));
  const worst = expected.reduce((error, value, i) => Math.max(error, Math.abs(value - found[i]!)), 0);
  expect(worst, JSON.stringify(product)).toBeLessThan(bound);
}

const sizes = [1, 2, 3, 5, 6, 7, 8, 9, 13, 17, 33];

test.each(targets)("multiplies matrices of every small shape, transposed or not: %o", (target) => {
  for (const transposeA of flags)
    for (const transposeB of flags)
      for (const rows of sizes)
        for (const columns of sizes)
          for (const depth of [1, 3, 4, 11]) {
            const product = { rows, depth, columns, transposeA, transposeB };
            expectExact(product, multiply(product, { target }));
          }
});
