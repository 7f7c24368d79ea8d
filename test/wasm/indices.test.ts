import { describe, expect, test } from "vitest";
import type { KernelAttributes } from "../../compiler/plan/host-kernel.ts";
import { type NDArray, sizeOf } from "../../compiler/program/nd-array.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { type KernelRun, runKernel } from "./run-kernel.ts";

type IndexKernel = "argmax" | "one_hot" | "gather" | "scatter_add";

interface Tensor {
  readonly type: TensorType;
  readonly values: readonly number[];
}

/** Compares with the primitive's float64 meaning, in several parts of equal bits. */
function check<K extends IndexKernel>(
  kernel: K,
  inputs: readonly Tensor[],
  attributes: KernelAttributes[K],
  expected: readonly NDArray[],
): void {
  const outputs = expected.map(({ shape, dtype }) => ({ shape, dtype }));
  const run: KernelRun<K> = { kernel, attributes, inputs, outputs };
  const [found] = runKernel(run);
  expect([...found!]).toEqual([...expected[0]!.data].map(Math.fround));
  for (const threads of [2, 3, 7]) expect(runKernel({ ...run, threads })[0]).toEqual(found);
}

function arrays(inputs: readonly Tensor[]): readonly NDArray[] {
  return inputs.map(({ type, values }) => ({ ...type, data: Float64Array.from(values) }));
}

function f32(shape: readonly number[], cell: (index: number) => number): Tensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(cell(i)));
  return { type: { shape, dtype: "f32" }, values };
}

function indices(shape: readonly number[], below: number, cell = (i: number) => i * 7919): Tensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => cell(i) % below);
  return { type: { shape, dtype: "i32" }, values };
}

describe("argmax", () => {
  test.each([
    [[1], 0],
    [[7], 0],
    [[5, 10], 1],
    [[3, 65], 1],
    [[2, 3, 4, 4], 3],
    [[9, 1000], 1],
    [[300, 33], 1],
    [[10, 5], 0],
    [[4, 9, 3], 1],
    [[3000, 2], 0],
  ] as [number[], number][])("of %j along %i, with many ties", (shape, axis) => {
    const inputs = [f32(shape, (i) => Math.floor(Math.sin(i * 3.7) * 4))];
    check("argmax", inputs, { axis }, primitives.argmax.evaluate(arrays(inputs), { axis }));
  });

  test("is the first of the greatest wherever they stand", () => {
    for (const length of [1, 3, 4, 5, 37, 38, 64])
      for (let place = 0; place < length; place++) {
        const inputs = [f32([1, length], (i) => (i === place || i === length - 1 ? 2 : -3))];
        check("argmax", inputs, { axis: 1 }, [{ shape: [1], dtype: "i32", data: Float64Array.of(place) }]);
      }
  });

  test("passes NaN over, and is 0 where nothing is greater than minus infinity", () => {
    const [nan, low] = [Number.NaN, Number.NEGATIVE_INFINITY];
    const rows = [
      [nan, 1, nan, 1, 0, 0],
      [nan, nan, nan, nan, nan, nan],
      [low, low, low, low, low, low],
      [nan, low, low, nan, -5, -6],
      [0, -0, 0, 0, 0, 0],
    ];
    const places = Float64Array.of(1, 0, 0, 4, 0);
    const row = f32([5, 6], (i) => rows.flat()[i]!);
    const column = f32([6, 5], (i) => rows[i % 5]![Math.floor(i / 5)]!);
    check("argmax", [row], { axis: 1 }, [{ shape: [5], dtype: "i32", data: places }]);
    check("argmax", [column], { axis: 0 }, [{ shape: [5], dtype: "i32", data: places }]);
  });
});

describe("one_hot", () => {
  test.each([
    [[5], 3],
    [[2, 300], 65],
    [[3], 20_000],
    [[1], 1],
  ] as [number[], number][])("of %j in %i", (shape, depth) => {
    const inputs = [indices(shape, depth)];
    check("one_hot", inputs, { depth }, primitives.one_hot.evaluate(arrays(inputs), { depth }));
  });

  test("an index outside gives a row of zeros", () => {
    const inputs = [{ type: { shape: [4], dtype: "i32" as const }, values: [-1, 2, 3, -(2 ** 31)] }];
    check("one_hot", inputs, { depth: 3 }, primitives.one_hot.evaluate(arrays(inputs), { depth: 3 }));
  });
});

describe("gather", () => {
  test.each([
    [[7], [9]],
    [
      [7, 3],
      [2, 5],
    ],
    [[65, 128], [300]],
    [[5, 2, 3], [4]],
    [[100, 70], [1000]],
    [[3, 5], []],
  ] as [number[], number[]][])("of %j at %j", (shape, at) => {
    const inputs = [f32(shape, (i) => i), indices(at, shape[0]!)];
    check("gather", inputs, {}, primitives.gather.evaluate(arrays(inputs), {}));
  });

  test.each(["i32", "bool"] as const)("of %s", (dtype) => {
    const table = { type: { shape: [4, 19], dtype }, values: Array.from({ length: 76 }, (_, i) => i % 3) };
    const inputs = [table, indices([11], 4)];
    check("gather", inputs, {}, primitives.gather.evaluate(arrays(inputs), {}));
  });
});

describe("scatter_add", () => {
  test.each([
    [[9], [], 5],
    [[0], [3], 5],
    [[9], [3], 5],
    [[300], [128], 65],
    [[10, 7], [33], 4],
    [[700], [16], 600],
    [[2000], [21], 3000],
    [[50], [40], 20_000],
    [[1], [1], 1],
  ] as [number[], number[], number][])("of %j rows of %j to %i", (shape, row, rows) => {
    const inputs = [f32([...shape, ...row], (i) => (i % 13) - 4), indices(shape, rows)];
    check("scatter_add", inputs, { rows }, primitives.scatter_add.evaluate(arrays(inputs), { rows }));
  });

  test("sums many updates of one row to the last digit", () => {
    const updates = f32([100_000, 2], () => 0.1);
    const inputs = [updates, indices([100_000], 1)];
    check("scatter_add", inputs, { rows: 3 }, primitives.scatter_add.evaluate(arrays(inputs), { rows: 3 }));
  });
});

test.each([
  ["gather", -1],
  ["gather", 4],
  ["scatter_add", -1],
  ["scatter_add", 4],
] as ["gather" | "scatter_add", number][])("%s refuses index %i of 4 rows", (kernel, index) => {
  const at: Tensor = { type: { shape: [2], dtype: "i32" }, values: [3, index] };
  const gather = (): unknown =>
    runKernel({
      kernel: "gather",
      attributes: {},
      inputs: [f32([4, 3], (i) => i), at],
      outputs: [f32([2, 3], () => 0).type],
    });
  const scatter = (): unknown =>
    runKernel({
      kernel: "scatter_add",
      attributes: { rows: 4 },
      inputs: [f32([2, 3], (i) => i), at],
      outputs: [f32([4, 3], () => 0).type],
    });
  expect(kernel === "gather" ? gather : scatter).toThrow(new RangeError(`index ${index} names no row of 4`));
});
