import { describe, expect, test } from "vitest";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { Target } from "../../runtime/wasm/assembler/module-builder.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { notesOf } from "../../runtime/wasm/kernels/matmul/matmul.ts";
import { planProduct } from "../../runtime/wasm/kernels/matmul/plan-product.ts";
import { runKernel } from "./run-kernel.ts";

interface Product {
  readonly leading?: readonly number[];
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

interface Options {
  readonly threads?: number;
  readonly target?: { readonly relaxedSimd: boolean };
  /** Cell i of operand o; default: scattered in -1 … 1. */
  readonly cell?: (operand: number, i: number) => number;
}

const transpositions = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);
const targets = [{ relaxedSimd: true }, { relaxedSimd: false }];

function scattered(operand: number, i: number): number {
  const hash = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(operand + 1, 0x85ebca6b);
  return Math.fround(Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) / 2 ** 31);
}

function operands(product: Product, cell: (operand: number, i: number) => number) {
  const { leading = [], rows, depth, columns, transposeA = false, transposeB = false } = product;
  const shapes = [
    [...leading, ...(transposeA ? [depth, rows] : [rows, depth])],
    [...leading, ...(transposeB ? [columns, depth] : [depth, columns])],
  ];
  const inputs = shapes.map((shape, operand) => ({
    type: { shape, dtype: "f32" as const },
    values: Array.from({ length: sizeOf(shape) }, (_, i) => cell(operand, i)),
  }));
  const outputs: TensorType[] = [{ shape: [...leading, rows, columns], dtype: "f32" }];
  return { inputs, outputs, attributes: { transposeA, transposeB } };
}

function multiply(product: Product, { cell = scattered, ...options }: Options = {}): number[] {
  return [...runKernel({ kernel: "matmul", ...operands(product, cell), ...options })[0]!];
}

/** A product with its notes. */
function multiplyNoting(product: Product, { cell = scattered, ...options }: Options) {
  const { inputs, outputs, attributes } = operands(product, cell);
  const types = inputs.map(({ type }) => type);
  const note = (target: Target): TensorType => notesOf({ inputs: types, outputs, attributes, target })!;
  const [cells, notes] = runKernel({ kernel: "matmul", inputs, outputs, attributes, note, ...options });
  return { cells: [...cells!], saysFinite: notes!.every((each) => each === 0) };
}

function exact(product: Product, cell = scattered): number[] {
  const { inputs, attributes } = operands(product, cell);
  const arrays = inputs.map(({ type, values }) => ({ ...type, data: Float64Array.from(values) }));
  return [...primitives.matmul.evaluate(arrays, attributes)[0]!.data];
}

/** Cells are in -1 … 1: n partial sums of about √n each are rounded, at random. */
function expectExact(product: Product, options: Options = {}): void {
  const [expected, found] = [exact(product), multiply(product, options)];
  const error = expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - found[i]!)), 0);
  expect(found).toHaveLength(expected.length);
  expect(error, JSON.stringify(product)).toBeLessThan(5e-8 * (product.depth + 10));
}

// 784 x 128 by 512 and 512 x 128 by 512 are W1's gradients in bench/; the last but one fills one set of a cache with its lines.
test.each([
  [784, 128, 512, true],
  [512, 128, 512, true],
  [784, 64, 512, false],
  [784, 128, 32, false],
  [8192, 32, 128, true],
  [8200, 32, 128, false],
])(
  "pack a transposed left side where tiles would read it slowly: %i by %i times %i",
  (rows, depth, columns, packs) => {
    const extents = { batches: 1, rows, depth, columns, transposeA: true, transposeB: false };
    const target = { ...detectTarget(false), wideVectors: false };
    expect(planProduct(extents, target).packsLeft).toBe(packs);
    expect(planProduct({ ...extents, transposeA: false }, target).packsLeft).toBe(false);
  },
);

describe.each(targets)("products with %o", (target) => {
  test.each(transpositions)("are right at every small shape: %o", (transposed) => {
    const depths = [1, 4, 11, 16, 2, 7, 9];
    [1, 2, 3, 4, 7, 8, 13].forEach((rows, r) => {
      [1, 3, 4, 5, 7, 8, 10, 14, 15, 16, 18, 24, 29, 31].forEach((columns, c) => {
        expectExact({ rows, depth: depths[(r + c) % depths.length]!, columns, ...transposed }, { target });
      });
    });
  });

  test.each(transpositions)("are right over several blocks of everything: %o", (transposed) => {
    expectExact({ rows: 140, depth: 1030, columns: 137, ...transposed }, { target });
    expectExact({ rows: 140, depth: 30, columns: 300, ...transposed }, { target });
    expectExact({ rows: 270, depth: 1030, columns: 140, ...transposed }, { target });
    expectExact({ rows: 1, depth: 1030, columns: 70, ...transposed }, { target });
    expectExact({ rows: 70, depth: 1030, columns: 1, ...transposed }, { target });
  });

  test("are right where a transposed left side is packed, as a tile would walk many pages of it", () => {
    expectExact({ leading: [2], rows: 512, depth: 515, columns: 68, transposeA: true }, { target });
  });

  test.each(transpositions)("are right for each member of a batch: %o", (transposed) => {
    for (const [rows, columns] of [
      [6, 11],
      [1, 37],
      [35, 1],
      [2, 3],
    ] as const)
      expectExact({ leading: [3, 2], rows, depth: 9, columns, ...transposed }, { target });
  });

  test.each(transpositions)("have the same bits on any number of threads: %o", (transposed) => {
    for (const product of [
      { rows: 140, depth: 600, columns: 137 },
      { leading: [2], rows: 140, depth: 600, columns: 36 },
      { leading: [5], rows: 33, depth: 20, columns: 12 },
      { rows: 1, depth: 600, columns: 150 },
      { leading: [3], rows: 1, depth: 20, columns: 50 },
      { rows: 150, depth: 600, columns: 1 },
    ]) {
      const alone = multiply({ ...product, ...transposed }, { target });
      for (const threads of [2, 3, 7])
        expect(multiply({ ...product, ...transposed }, { target, threads })).toEqual(alone);
    }
  });

  test("have the same bits on any number of threads where the left side is packed", () => {
    const product = { rows: 1024, depth: 260, columns: 64, transposeA: true };
    expect(multiply(product, { target, threads: 3 })).toEqual(multiply(product, { target }));
  });

  test.each(transpositions)("note whether they are finite where that is asked for: %o", (transposed) => {
    for (const [product, threads] of [
      [{ rows: 40, depth: 1030, columns: 37 }, 1],
      [{ rows: 140, depth: 30, columns: 300 }, 3],
      [{ leading: [3], rows: 33, depth: 20, columns: 12 }, 2],
      [{ rows: 2, depth: 9, columns: 40 }, 1],
      [{ rows: 40, depth: 9, columns: 3 }, 1],
    ] as const) {
      const asked: Product = { ...product, ...transposed };
      const { cells, saysFinite } = multiplyNoting(asked, { target, threads });
      expect(saysFinite).toBe(true);
      expect(cells).toEqual(multiply(asked, { target }));
      const sizes = operands(asked, () => 0).inputs.map(({ values }) => values.length);
      for (const wrong of [Number.NaN, Number.NEGATIVE_INFINITY])
        for (const operand of [0, 1])
          for (const place of [0, Math.floor(sizes[operand]! / 2), sizes[operand]! - 1]) {
            const cell = (of: number, i: number): number =>
              of === operand && i === place ? wrong : scattered(of, i);
            expect(multiplyNoting(asked, { target, threads, cell }).saysFinite).toBe(false);
          }
      // Finite operands whose products are too large.
      expect(multiplyNoting(asked, { target, threads, cell: () => 1e30 }).saysFinite).toBe(false);
    }
  });

  test("note a sum that is too large only once all blocks of the depth are added", () => {
    const product = { rows: 40, depth: 1030, columns: 40 };
    const cell = (factor: number) => (operand: number) => (operand === 0 ? factor : 1e18);
    expect(multiplyNoting(product, { target, cell: cell(3e17) }).saysFinite).toBe(true);
    // Blocks of 344 come to 2.1e38 each.
    expect(multiplyNoting(product, { target, cell: cell(6e17) }).saysFinite).toBe(false);
  });

  test.each([
    { rows: 2, depth: 9, columns: 48 },
    { rows: 300, depth: 515, columns: 68, transposeA: true },
  ])("note a number that is not finite in any column: %o", (product) => {
    for (let column = 0; column < product.columns; column += 3) {
      const cell = (of: number, i: number): number =>
        of === 1 && i % product.columns === column ? Number.NaN : scattered(of, i);
      expect(multiplyNoting(product, { target, cell }).saysFinite).toBe(false);
    }
  });

  test.each(transpositions)(
    "spread what is not finite over its own row and column, and no further: %o",
    (transposed) => {
      for (const [rows, columns] of [
        [7, 5],
        [9, 4],
        [3, 9],
        [1, 6],
        [6, 1],
      ] as const) {
        const product = { rows, depth: 6, columns, ...transposed };
        for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY])
          for (const operand of [0, 1]) {
            // Zero times infinity is NaN: the other operand is all zeros.
            const cell = (of: number, i: number): number => (of === operand && i === 0 ? wrong : 0);
            expect(multiply(product, { target, cell })).toEqual(exact(product, cell));
          }
      }
    },
  );

  // Summed from first to last in float32 it is off by 1 %.
  test("keep a long sum accurate", () => {
    const cell = (operand: number): number => (operand === 0 ? Math.fround(0.1) : 1);
    const depth = 2 ** 20;
    for (const [rows, columns] of [
      [1, 1],
      [1, 2],
      [2, 2],
    ] as const)
      for (const sum of multiply({ rows, depth, columns }, { target, cell }))
        expect(Math.abs(sum / (depth * 0.1) - 1)).toBeLessThan(3e-5);
  });
});
