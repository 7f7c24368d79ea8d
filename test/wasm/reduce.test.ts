import { describe, expect, test } from "vitest";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { runKernel } from "./run-kernel.ts";

function run(
  combine: "sum" | "max",
  shape: readonly number[],
  axes: readonly number[],
  values: ArrayLike<number>,
  threads = 1,
): Float32Array {
  const type: TensorType = { shape, dtype: "f32" };
  const outputs = [{ shape: shape.filter((_, axis) => !axes.includes(axis)), dtype: "f32" as const }];
  const inputs = [{ type, values }];
  return runKernel({
    kernel: "reduce",
    attributes: { combine, axes },
    inputs,
    outputs,
    threads,
  })[0] as Float32Array;
}

function meaning(
  combine: "sum" | "max",
  shape: readonly number[],
  axes: readonly number[],
  values: ArrayLike<number>,
): Float64Array {
  const x = { shape, dtype: "f32" as const, data: Float64Array.from(values) };
  const attributes = { axes, keepDims: false };
  const [y] =
    combine === "sum"
      ? primitives.reduce_sum.evaluate([x], attributes)
      : primitives.reduce_max.evaluate([x], attributes);
  return y!.data;
}

/** Numbers of both signs whose sums are of their own size, so that an error shows. */
function numbers(cells: number): Float32Array {
  return Float32Array.from({ length: cells }, (_, i) => 1 + Math.sin(i * 12.9898) * ((i % 7) + 0.5));
}

const cases: readonly (readonly [shape: readonly number[], axes: readonly number[]])[] = [
  [[], []],
  [[1], [0]],
  [[5], []],
  [[7], [0]],
  [[100_003], [0]],
  [[3, 40_001], [1]],
  [[130, 10], [1]],
  [[65, 33], [1]],
  [[2, 3], [1]],
  [[128, 512], [0]],
  [[5, 3], [0]],
  [[1031, 9], [0]],
  [[9000, 10], [0]],
  [[8193, 10], [0]],
  [[4096, 3], [0]],
  [[3000, 64], [0]],
  [[2, 70_000], [0]],
  [[1030, 2051], [0]],
  [
    [4, 6, 5, 66],
    [0, 1, 2],
  ],
  [
    [3, 7, 7, 20],
    [1, 2],
  ],
  [
    [3, 17, 5],
    [0, 2],
  ],
  [
    [3, 5, 17, 6, 2],
    [0, 2, 4],
  ],
  [
    [3, 5, 17, 6],
    [0, 2],
  ],
  [
    [1, 4, 1, 6, 1],
    [0, 1, 2],
  ],
  [[2, 9001, 3], [1]],
  [
    [3, 5000, 2, 4],
    [0, 1, 3],
  ],
];

describe.each(["sum", "max"] as const)("%s", (combine) => {
  test.each(cases)("of %j over %j", (shape, axes) => {
    const values = numbers(sizeOf(shape));
    const expected = meaning(combine, shape, axes, values);
    const magnitude = meaning("sum", shape, axes, values.map(Math.abs));
    const whole = run(combine, shape, axes, values);
    whole.forEach((y, cell) => {
      const tolerance = combine === "sum" ? 2e-7 * magnitude[cell]! : 0;
      expect(Math.abs(y - expected[cell]!)).toBeLessThanOrEqual(tolerance);
    });
    for (const threads of [2, 3, 7]) expect(run(combine, shape, axes, values, threads)).toEqual(whole);
  });

  const small = cases.filter(([shape]) => sizeOf(shape) < 200_000);
  test.each(small)("NaN anywhere in %j over %j is NaN, and only there", (shape, axes) => {
    const cells = sizeOf(shape);
    const expected = meaning(combine, shape, axes, numbers(cells));
    for (const place of [0, Math.floor(cells / 3), cells - 1]) {
      const values = numbers(cells).fill(Number.NaN, place, place + 1);
      const y = run(combine, shape, axes, values);
      const reached = meaning(
        "sum",
        shape,
        axes,
        values.map((x) => (Number.isNaN(x) ? 1 : 0)),
      );
      expect([...y].map(Number.isNaN)).toEqual([...reached].map((there) => there === 1));
      expect(y.length).toBe(expected.length);
    }
  });
});

test("a million tenths are a hundred thousand, to a millionth", () => {
  const cells = 2 ** 20;
  const tenths = new Float32Array(cells).fill(0.1);
  for (const [shape, axes] of [
    [[cells], [0]],
    [[cells / 4, 4], [0]],
    [[2, cells / 2], [1]],
  ] as const) {
    const y = run("sum", shape, axes, tenths);
    const expected = (0.1 * cells) / y.length;
    for (const total of y) expect(Math.abs(total / expected - 1)).toBeLessThan(1e-6);
  }
});

test("the maximum of minus infinities is one", () => {
  const low = Number.NEGATIVE_INFINITY;
  expect([...run("max", [2, 5], [1], [low, low, low, low, low, low, low, low, low, -3])]).toEqual([low, -3]);
  expect([...run("max", [3, 2], [0], [low, low, low, -2, low, low])]).toEqual([low, -2]);
});

test("infinities of one sign stay, of both are NaN", () => {
  const values = new Float32Array(100).fill(1);
  values[50] = Number.POSITIVE_INFINITY;
  expect([...run("sum", [100], [0], values)]).toEqual([Number.POSITIVE_INFINITY]);
  values[51] = Number.NEGATIVE_INFINITY;
  expect([...run("sum", [100], [0], values)]).toEqual([Number.NaN]);
});
