import { expect, test } from "vitest";
import type { UnaryName } from "../../compiler/program/primitive-attributes.ts";
import { unaryFunctions } from "../../compiler/program/scalar-functions.ts";
import type { ScalarOperation } from "../../compiler/program/scalar-kernel.ts";
import { bits } from "../../compiler/random.ts";
import { erf } from "../../runtime/kernels/elementwise/erf.ts";
import { runKernel } from "./run-kernel.ts";

const { NaN: NOT, POSITIVE_INFINITY: ALL, NEGATIVE_INFINITY: NONE } = Number;
const LEAST_NORMAL = 2 ** -126;

/** y = op(x), or op(x, constant). */
function apply(
  op: UnaryName | "pow",
  x: ArrayLike<number>,
  relaxedSimd = true,
  exponent?: number,
): Float32Array {
  const operations: readonly ScalarOperation[] =
    op === "pow"
      ? [
          { op: "constant", args: [], value: exponent! },
          { op, args: [0, 1] },
        ]
      : [{ op, args: [0] }];
  const shape = [x.length];
  const [y] = runKernel({
    kernel: "elementwise",
    attributes: { kernel: { inputs: 1, operations, results: [operations.length] }, shapes: [shape] },
    inputs: [{ type: { shape, dtype: "f32" }, values: x }],
    outputs: [{ shape, dtype: "f32" }],
    target: { relaxedSimd },
  });
  return y as Float32Array;
}

/** A dense grid where functions bend, and numbers of every size. */
const grid = Float32Array.from({ length: 40_000 }, (_, i) => (i - 20_000) / 1000);
const anywhere = new Float32Array(Uint32Array.from({ length: 60_000 }, (_, i) => bits(1, 2, i)).buffer);
const cases = Float32Array.from([...grid, ...anywhere]);

const functions: { readonly [K in UnaryName]: (x: number) => number } = { ...unaryFunctions, erf };

/** The largest relative error against float64; where the result is subnormal, in units of the least number. */
function errorOf(
  op: UnaryName | "pow",
  f: (x: number) => number,
  relaxedSimd: boolean,
  exponent?: number,
): number {
  const y = apply(op, cases, relaxedSimd, exponent);
  let worst = 0;
  cases.forEach((x, i) => {
    const want = f(x);
    const rounded = Math.fround(want);
    if (Object.is(y[i], rounded)) return;
    if (Number.isNaN(rounded) || Number.isNaN(y[i])) expect.fail(`${op}(${x}) is ${y[i]}, not ${rounded}`);
    const error = Math.abs(y[i]! - want);
    worst = Math.max(
      worst,
      Math.abs(want) < LEAST_NORMAL ? (error / 2 ** -149) * 1e-7 : error / Math.abs(want),
    );
  });
  return worst;
}

test.each<[UnaryName, number]>([
  ["neg", 0],
  ["abs", 0],
  ["sign", 0],
  ["floor", 0],
  ["flush_subnormal", 0],
  ["sqrt", 6e-8],
  ["exp", 1.5e-7],
  ["expm1", 2e-7],
  ["log", 1.5e-7],
  ["log1p", 2e-7],
  ["sigmoid", 2.5e-7],
  ["tanh", 3.5e-7],
  ["erf", 4e-7],
])("%s is within %s of float64's", (op, bound) => {
  expect(errorOf(op, functions[op], true)).toBeLessThanOrEqual(bound);
  expect(errorOf(op, functions[op], false)).toBeLessThanOrEqual(bound);
});

test.each([0, 1, 2, 3, 4, 0.5, -0.5, -1, -2, 2.5, -3, NOT, ALL])(
  "x ** %s is within 3e-7 of float64's",
  (exponent) => {
    const power = (x: number): number => x ** exponent;
    expect(errorOf("pow", power, true, exponent)).toBeLessThanOrEqual(3e-7);
    expect(errorOf("pow", power, false, exponent)).toBeLessThanOrEqual(3e-7);
  },
);

test.each<[UnaryName, readonly (readonly [number, number])[]]>([
  [
    "exp",
    [
      [NONE, 0],
      [ALL, ALL],
      [-200, 0],
      [200, ALL],
      [0, 1],
      [-0, 1],
      [NOT, NOT],
    ],
  ],
  [
    "expm1",
    [
      [NONE, -1],
      [ALL, ALL],
      [-200, -1],
      [200, ALL],
      [0, 0],
      [-0, -0],
      [1e-30, 1e-30],
      [NOT, NOT],
    ],
  ],
  [
    "log",
    [
      [0, NONE],
      [-0, NONE],
      [-1, NOT],
      [NONE, NOT],
      [ALL, ALL],
      [1, 0],
      [NOT, NOT],
    ],
  ],
  [
    "log1p",
    [
      [0, 0],
      [-0, -0],
      [-1, NONE],
      [-2, NOT],
      [NONE, NOT],
      [ALL, ALL],
      [1e-30, 1e-30],
      [NOT, NOT],
    ],
  ],
  [
    "tanh",
    [
      [0, 0],
      [-0, -0],
      [ALL, 1],
      [NONE, -1],
      [20, 1],
      [3e38, 1],
      [NOT, NOT],
    ],
  ],
  [
    "sigmoid",
    [
      [0, 0.5],
      [-0, 0.5],
      [ALL, 1],
      [NONE, 0],
      [-200, 0],
      [200, 1],
      [NOT, NOT],
    ],
  ],
  [
    "erf",
    [
      [0, 0],
      [-0, -0],
      [ALL, 1],
      [NONE, -1],
      [5, 1],
      [-3e38, -1],
      [NOT, NOT],
    ],
  ],
  [
    "relu",
    [
      [0, 0],
      [-0, 0],
      [-1, 0],
      [2, 2],
      [NONE, 0],
      [ALL, ALL],
      [NOT, NOT],
    ],
  ],
  [
    "flush_subnormal",
    [
      [0, 0],
      [-0, 0],
      [2 ** -149, 0],
      [-1e-40, 0],
      [2 ** -126 - 2 ** -149, 0],
      [2 ** -126, 2 ** -126],
      [-(2 ** -126), -(2 ** -126)],
      [NONE, NONE],
      [ALL, ALL],
      [NOT, NOT],
    ],
  ],
  [
    "sign",
    [
      [0, 0],
      [-0, -0],
      [-1e-40, -1],
      [ALL, 1],
      [NOT, NOT],
    ],
  ],
])("%s is exact at its special values", (op, pairs) => {
  const x = pairs.map(([at]) => at);
  const want = pairs.map(([, value]) => Math.fround(value));
  for (const relaxedSimd of [true, false]) expect([...apply(op, x, relaxedSimd)]).toEqual(want);
});

test("tanh and erf never leave -1 … 1", () => {
  const x = Float32Array.from({ length: 100_000 }, (_, i) => 2 + i * 8e-5);
  for (const op of ["tanh", "erf"] as const)
    for (const relaxedSimd of [true, false])
      expect(
        Math.max(
          ...apply(op, x.subarray(0, 50_000), relaxedSimd),
          ...apply(op, x.subarray(50_000), relaxedSimd),
        ),
      ).toBe(1);
});
