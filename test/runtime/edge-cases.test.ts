import { describe, expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import type { Builder } from "../../compiler/program/builder.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { Value } from "../../compiler/program/program.ts";
import { array, bool, draw, f32, i32 } from "../program/arrays.ts";
import { outputsOf, programOf } from "../program/run.ts";
import { openOrFail, outputsOn, rounded } from "./on-backend.ts";

interface Case {
  readonly inputs: readonly NDArray[];
  readonly build: (b: Builder, ...inputs: Value[]) => Value;
  /** Relative to the larger of 1 and the number. */
  readonly tolerance?: number;
}

const special = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 3e38, -3e38, 1e-40];
const specials = array([special.length], special);
const specialsAside = array([special.length, 1], special);
const wide = array([7], [-1000, -100, -5, 0, 5, 100, 1000]);

const pool = (window: readonly [number, number], strides: readonly [number, number], cells = 0) => ({
  window,
  strides,
  padding: [
    [cells, cells],
    [cells, cells],
  ] as const,
});
const convolution = (
  strides: readonly [number, number],
  dilation: readonly [number, number],
  padding: readonly [readonly [number, number], readonly [number, number]],
) => ({ strides, dilation, padding });

const cases: Readonly<Record<string, Case>> = {
  "a chunk of elementwise cells less one": {
    inputs: [draw(f32([1023]), "a"), draw(f32([1023]), "b")],
    build: (b, x, y) => b.add(b.mul(x, y), x),
  },
  "three chunks and a rest, a row repeated across their borders": {
    inputs: [draw(f32([11, 300]), "a"), draw(f32([300]), "b")],
    build: (b, x, y) => b.sub(x, y),
  },
  "a column repeated across the borders of chunks": {
    inputs: [draw(f32([3, 700, 2]), "a"), draw(f32([700, 1]), "b")],
    build: (b, x, y) => b.mul(x, y),
  },
  "both sides stretched over many chunks": {
    inputs: [draw(f32([50, 1, 9]), "a"), draw(f32([1, 13, 1]), "b")],
    build: (b, x, y) => b.div(x, b.add(y, b.constant(3))),
  },
  "numbers that are not finite through relu": { inputs: [specials], build: (b, x) => b.relu(x) },
  "the greater of numbers that are not finite": {
    inputs: [specials, specialsAside],
    build: (b, x, y) => b.max(x, y),
  },
  "the lesser of numbers that are not finite": {
    inputs: [specials, specialsAside],
    build: (b, x, y) => b.min(x, y),
  },
  "comparisons with NaN": {
    inputs: [specials, specialsAside],
    build: (b, x, y) => b.cast(b.greaterEqual(x, y), "f32"),
  },
  "the sign of numbers that are not finite": { inputs: [specials], build: (b, x) => b.sign(x) },
  "a maximum over NaN": {
    inputs: [array([2, 3], [1, NaN, 3, -1, -Infinity, -2])],
    build: (b, x) => b.reduceMax(x, [1]),
  },
  "the first of several maxima": {
    inputs: [array([3, 4], [1, 3, 3, 0, 2, 2, 2, 2, NaN, 1, NaN, 1])],
    build: (b, x) => b.argmax(x, 1),
  },
  "sigmoids of large numbers": { inputs: [wide], build: (b, x) => b.sigmoid(x) },
  "tanh of large numbers": { inputs: [wide], build: (b, x) => b.tanh(x) },
  "the error function on its whole range": {
    inputs: [
      array(
        [1201],
        Array.from({ length: 1201 }, (_, i) => (i - 600) / 100),
      ),
    ],
    build: (b, x) => b.erf(x),
    tolerance: 4e-7,
  },
  "the error function near zero, to relative precision": {
    inputs: [array([4], [1e-6, 1e-3, -1e-8, 1e-20])],
    build: (b, x) => b.div(b.erf(x), x),
    tolerance: 3e-7,
  },
  "a million times a tenth": {
    inputs: [array([2 ** 20], new Array<number>(2 ** 20).fill(0.1))],
    build: (b, x) => b.sum(x),
    tolerance: 1e-7,
  },
  "sums over every second axis": {
    inputs: [draw(f32([5, 7, 3, 11]), "a")],
    build: (b, x) => b.sum(x, [0, 2]),
  },
  "the sum of a bias gradient": {
    inputs: [draw(f32([8, 9, 9, 5]), "a")],
    build: (b, x) => b.sum(x, [0, 1, 2]),
  },
  "a matrix of whole numbers transposed": {
    inputs: [draw(i32([37, 41], 1000), "a")],
    build: (b, x) => b.transpose(x, [1, 0]),
  },
  "truth values transposed": {
    inputs: [draw(bool([3, 5, 7]), "a")],
    build: (b, x) => b.transpose(x, [2, 0, 1]),
  },
  "a transposition that moves only an axis of one cell": {
    inputs: [draw(f32([3, 1, 5]), "a")],
    build: (b, x) => b.mul(b.transpose(x, [1, 0, 2]), b.constant(2)),
  },
  "whole numbers padded": {
    inputs: [draw(i32([2, 3], 9), "a")],
    build: (b, x) =>
      b.pad(x, [
        [1, 0],
        [0, 2],
      ]),
  },
  "truth values repeated": {
    inputs: [draw(bool([3, 1]), "a")],
    build: (b, x) => b.broadcast(x, [2, 3, 60]),
  },
  "rows of a table of whole numbers": {
    inputs: [draw(i32([5, 2], 90), "a"), draw(i32([7], 5), "b")],
    build: (b, table, at) => b.emit("gather", [table, at], {}),
  },
  "a row that gathers ten thousand updates": {
    inputs: [array([10_000, 1], new Array<number>(10_000).fill(0.1)), draw(i32([10_000], 1), "b")],
    build: (b, updates, at) => b.emit("scatter_add", [updates, at], { rows: 3 }),
    tolerance: 1e-7,
  },
  "a mask, to the bit": {
    inputs: [{ shape: [2], dtype: "i32", data: Float64Array.of(-7, 2 ** 31 - 1) }],
    build: (b, key) => b.emit("keep_mask", [key], { shape: [5, 1001], rate: 0.37 }),
    tolerance: 0,
  },
  "cross-entropy of logits that overflow": {
    inputs: [array([2, 3], [1000, -1000, 0, -1000, -1000, -999]), draw(i32([2], 3), "b")],
    build: (b, z, y) => b.emit("softmax_cross_entropy", [z, y], { on: 0.9, off: 0.05 }),
  },
  "a product with one summand": {
    inputs: [draw(f32([7, 1]), "a"), draw(f32([1, 5]), "b")],
    build: (b, x, y) => b.matmul(x, y),
  },
  "a product of one row": {
    inputs: [draw(f32([1, 33]), "a"), draw(f32([33, 17]), "b")],
    build: (b, x, y) => b.matmul(x, y),
    tolerance: 1e-5,
  },
  "one tensor as both factors": {
    inputs: [draw(f32([9, 9]), "a")],
    build: (b, x) => b.matmul(x, x, true),
    tolerance: 1e-5,
  },
  "products of whole batches": {
    inputs: [draw(f32([3, 2, 5, 4]), "a"), draw(f32([3, 2, 5, 6]), "b")],
    build: (b, x, y) => b.matmul(x, y, true),
    tolerance: 1e-5,
  },
  "the first of tied maxima gets the gradient of a pool": {
    inputs: [array([1, 4, 4, 1], new Array<number>(16).fill(2)), draw(f32([1, 3, 3, 1]), "b")],
    build: (b, x, dy) => b.emit("max_pool_scatter", [x, dy], pool([2, 2], [1, 1])),
  },
  "a pool over minus infinity": {
    inputs: [array([1, 2, 2, 1], [-Infinity, -Infinity, -Infinity, -Infinity])],
    build: (b, x) => b.emit("max_pool", [x], pool([2, 2], [1, 1], 1)),
  },
  "a pool of one cell, with strides": {
    inputs: [draw(f32([2, 5, 7, 3]), "a")],
    build: (b, x) => b.emit("max_pool", [x], pool([1, 1], [2, 3])),
  },
  "means at the border of an image": {
    inputs: [draw(f32([1, 6, 6, 2]), "a")],
    build: (b, x) => b.emit("avg_pool", [x], pool([3, 3], [2, 2], 2)),
  },
  "a convolution of one image with one channel and padding beyond the filter": {
    inputs: [draw(f32([1, 3, 3, 1]), "a"), draw(f32([2, 2, 1, 1]), "b")],
    build: (b, x, w) =>
      b.emit(
        "conv2d",
        [x, w],
        convolution(
          [1, 1],
          [1, 1],
          [
            [3, 2],
            [2, 4],
          ],
        ),
      ),
  },
  "the input gradient where padding lies beyond the filter": {
    inputs: [draw(f32([1, 7, 8, 2]), "a"), draw(f32([2, 2, 3, 2]), "b")],
    build: (b, dy, w) =>
      b.emit("conv2d_input_gradient", [dy, w], {
        ...convolution(
          [1, 1],
          [1, 1],
          [
            [3, 2],
            [2, 4],
          ],
        ),
        inputShape: [1, 3, 3, 3],
      }),
    tolerance: 1e-5,
  },
  "the input gradient with strides, dilation and cells that no window reaches": {
    inputs: [draw(f32([2, 3, 2, 2]), "a"), draw(f32([3, 2, 3, 2]), "b")],
    build: (b, dy, w) =>
      b.emit("conv2d_input_gradient", [dy, w], {
        ...convolution(
          [3, 2],
          [2, 3],
          [
            [1, 0],
            [0, 2],
          ],
        ),
        inputShape: [2, 12, 5, 3],
      }),
    tolerance: 1e-5,
  },
  "the filter gradient with strides, dilation and cells that no window reaches": {
    inputs: [draw(f32([2, 12, 5, 3]), "a"), draw(f32([2, 3, 2, 2]), "b")],
    build: (b, x, dy) =>
      b.emit("conv2d_filter_gradient", [x, dy], {
        ...convolution(
          [3, 2],
          [2, 3],
          [
            [1, 0],
            [0, 2],
          ],
        ),
        filterShape: [3, 2, 3, 2],
      }),
    tolerance: 1e-5,
  },
};

describe.each(backendNames)("on %s", (backendName) => {
  test.each(Object.entries(cases))("%s", async (name, { inputs, build, tolerance = 2e-6 }) => {
    const backend = await openOrFail(backendName);
    const arrays = new Map(inputs.map((input, i) => [`x${i}`, rounded(input)]));
    const program = programOf(arrays, (b, given) => ({ y: build(b, ...Object.values(given)) }));
    const actual = (await outputsOn(backend, program, arrays)).get("y")!;
    const expected = outputsOf(program, arrays).get("y")!.data;
    expect(actual.length).toBe(expected.length);
    expected.forEach((number, cell) => {
      const wanted = Math.fround(number);
      const error = Math.abs(actual[cell]! - wanted) / Math.max(1, Math.abs(wanted));
      if (!(error <= tolerance) && !Object.is(actual[cell]! + 0, wanted + 0))
        expect.fail(`${name}, cell ${cell}: ${actual[cell]} instead of ${wanted}`);
    });
  });
});

test("two loops that differ in the sign of an infinity alone are two loops", async () => {
  const backend = await openOrFail("wasm");
  const arrays = new Map([["x", array([5], [-2, -1, 0.5, 1, 2])]]);
  const program = optimize(
    programOf(arrays, (b, { x }) => {
      const beyond = (infinity: number) =>
        b.select(b.greater(x!, b.constant(0)), b.mul(b.add(x!, b.constant(infinity)), x!), x!);
      return { up: beyond(Number.POSITIVE_INFINITY), down: beyond(Number.NEGATIVE_INFINITY) };
    }),
  ).program;
  const found = await outputsOn(backend, program, arrays);
  for (const [name, { data }] of outputsOf(program, arrays)) expect([...found.get(name)!]).toEqual([...data]);
});
