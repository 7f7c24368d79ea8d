import { expect, test } from "vitest";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { DType } from "../../compiler/program/program.ts";
import type { ScalarKernel, ScalarOperation } from "../../compiler/program/scalar-kernel.ts";
import { bits } from "../../compiler/random.ts";
import { elementwise as inJavaScript } from "../../runtime/kernels/elementwise/elementwise.ts";
import type { TypedArray } from "../../runtime/typed-array.ts";
import { type KernelRun, runKernel } from "./run-kernel.ts";

type Run = KernelRun<"elementwise">;
type Input = Run["inputs"][number];

const arrays = { f32: Float32Array, i32: Int32Array, bool: Uint8Array } as const;
/** Ties, signs of 0, what overflows and what vanishes: chosen often. */
const EDGES = [0, -0, 1, -1, 2, 0.5, Number.NaN, Infinity, -Infinity, 3e38, -3e38, 1e-40, -1e-40, 3, 1e-20];

/** The draws of one seed, whole numbers below a bound. */
function draws(seed: number): (below: number) => number {
  let counter = 0;
  return (below) => bits(seed, 7, counter++) % below;
}

function input(shape: readonly number[], draw: (below: number) => number, dtype: DType = "f32"): Input {
  const cell = {
    f32: () => (draw(3) === 0 ? EDGES[draw(EDGES.length)]! : (draw(20001) - 10000) / 2500),
    i32: () => (draw(2) === 0 ? draw(3) : draw(2 ** 31) - 2 ** 30),
    bool: () => draw(2),
  }[dtype];
  return { type: { shape, dtype }, values: Array.from({ length: sizeOf(shape) }, cell) };
}

function expected({ inputs, outputs, attributes }: Run): readonly TypedArray[] {
  const results = outputs.map(({ shape, dtype }) => ({ shape, data: new arrays[dtype](sizeOf(shape)) }));
  const given = inputs.map(({ type: { shape, dtype }, values }) => ({
    shape,
    data: arrays[dtype].from(Array.from(values)),
  }));
  inJavaScript(given, results, attributes);
  return results.map(({ data }) => data);
}

/** That the kernel gives the cells that JavaScript does, signs of 0 included, on however many threads. */
function expectSame(run: Run): void {
  const want = expected(run);
  for (const [threads, relaxedSimd] of [
    [1, true],
    [2, false],
    [3, true],
    [7, true],
  ] as const) {
    const got = runKernel({ ...run, threads, target: { relaxedSimd } });
    want.forEach((cells, output) => {
      const wrong = Array.from(cells).findIndex((cell, i) => !Object.is(cell, got[output]![i]));
      if (wrong === -1) return;
      const text = JSON.stringify({ ...run.attributes, shapes: run.inputs.map(({ type }) => type.shape) });
      expect.fail(`output ${output}[${wrong}] is ${got[output]![wrong]}, not ${cells[wrong]}: ${text}`);
    });
  }
}

const UNARY = ["neg", "abs", "sign", "sqrt", "relu", "floor", "flush_subnormal"] as const;
const BINARY = ["add", "sub", "mul", "div", "max", "min"] as const;
const COMPARISONS = ["equal", "less", "less_equal", "greater", "greater_equal"] as const;

/** A kernel of operations that are the same in float32 and in float64 rounded. */
function exactKernel(draw: (below: number) => number, inputs: number): ScalarKernel {
  const operations: ScalarOperation[] = [];
  const length = 1 + draw(12);
  for (let i = 0; i < length; i++) {
    const operand = () => draw(inputs + i);
    const kind = draw(10);
    if (kind < 2) operations.push({ op: UNARY[draw(UNARY.length)]!, args: [operand()] });
    else if (kind < 6) operations.push({ op: BINARY[draw(BINARY.length)]!, args: [operand(), operand()] });
    else if (kind < 8)
      operations.push({ op: COMPARISONS[draw(COMPARISONS.length)]!, args: [operand(), operand()] });
    else if (kind < 9) operations.push({ op: "select", args: [operand(), operand(), operand()] });
    else operations.push({ op: "constant", args: [], value: EDGES[draw(EDGES.length)]! });
  }
  const results = Array.from({ length: 1 + draw(3) }, (_, r) =>
    r === 0 ? inputs + length - 1 : draw(inputs + length),
  );
  return { inputs, operations, results };
}

/** A shape that broadcasts to the given one. */
function broadcastable(shape: readonly number[], draw: (below: number) => number): readonly number[] {
  if (draw(3) === 0) return shape;
  return shape.slice(draw(shape.length + 1)).map((size) => (draw(3) === 0 ? 1 : size));
}

const SIZES = [1, 1, 2, 3, 4, 5, 7, 8, 12, 16, 33];

test("computes what the loops in JavaScript do for any kernel, shapes and segments", () => {
  for (let seed = 0; seed < 150; seed++) {
    const draw = draws(seed);
    const kernel = exactKernel(draw, 1 + draw(4));
    const shapes = Array.from({ length: 1 + draw(3) }, () =>
      Array.from({ length: draw(5) }, () => SIZES[draw(SIZES.length)]!),
    );
    const inputs = shapes.flatMap((shape) =>
      Array.from({ length: kernel.inputs }, () => input(broadcastable(shape, draw), draw)),
    );
    const outputs = shapes.flatMap((shape) => kernel.results.map(() => ({ shape, dtype: "f32" as const })));
    // The first output of a segment takes over the first input of its size.
    const overwrites = outputs.map(({ shape }, o) => {
      const segment = Math.floor(o / kernel.results.length);
      if (o % kernel.results.length !== 0) return null;
      const own = inputs.slice(segment * kernel.inputs, (segment + 1) * kernel.inputs);
      const position = own.findIndex(({ type }) => sizeOf(type.shape) === sizeOf(shape));
      return position === -1 ? null : segment * kernel.inputs + position;
    });
    expectSame({ kernel: "elementwise", attributes: { kernel, shapes }, inputs, outputs, overwrites });
  }
});

test.each<[string, readonly number[], readonly (readonly number[])[]]>([
  ["many blocks", [3, 5000], [[3, 5000], [], [1]]],
  ["rows broadcast over many rows", [500, 33], [[500, 33], [33], [1, 33]]],
  ["columns broadcast over rows", [129, 70], [[129, 70], [129, 1], []]],
  ["long rows", [5, 5001], [[5, 5001], [5001], [5, 1]]],
  ["channels of images and one number an image", [4, 40, 40, 6], [[4, 1, 1, 1], [4, 40, 40, 6], [6]]],
  ["an outer product", [90, 70], [[90, 1], [1, 70], []]],
  [
    "alternating axes",
    [6, 30, 7, 30],
    [
      [6, 1, 7, 1],
      [1, 30, 1, 30],
      [30, 1, 30],
    ],
  ],
])("reads %s", (_, shape, from) => {
  const draw = draws(shape.length);
  const kernel: ScalarKernel = {
    inputs: 3,
    operations: [
      { op: "mul", args: [0, 1] },
      { op: "sqrt", args: [2] },
      { op: "add", args: [3, 4] },
      { op: "neg", args: [1] },
    ],
    results: [5, 6],
  };
  const inputs = from.map((of) => input(of, draw));
  const outputs = kernel.results.map(() => ({ shape, dtype: "f32" as const }));
  expectSame({ kernel: "elementwise", attributes: { kernel, shapes: [shape] }, inputs, outputs });
});

test.each([[[1]], [[7]], [[4, 9]], [[3, 1500]]])(
  "compares and chooses among all types, shape %j",
  (shape) => {
    const draw = draws(3);
    const one = (operation: ScalarOperation, inputs: readonly Input[], dtype: DType): void =>
      expectSame({
        kernel: "elementwise",
        attributes: {
          kernel: { inputs: inputs.length, operations: [operation], results: [inputs.length] },
          shapes: [shape],
        },
        inputs,
        outputs: [{ shape, dtype }],
      });
    for (const op of COMPARISONS) {
      one({ op, args: [0, 1] }, [input(shape, draw), input([1], draw)], "bool");
      // Below 2²⁴, for JavaScript compares as float32.
      const few = (of: Input): Input => ({ ...of, values: Array.from(of.values, (value) => value % 3) });
      const [p, q] = [few(input(shape, draw, "i32")), few(input(shape, draw, "i32"))];
      one({ op, args: [0, 1] }, [p, q], "bool");
    }
    const condition = input(shape, draw, "bool");
    const small = {
      type: { shape, dtype: "i32" as const },
      values: Array.from(condition.values, () => draw(1000)),
    };
    one({ op: "select", args: [0, 1, 2] }, [condition, input(shape, draw), input([], draw)], "f32");
    one({ op: "select", args: [0, 1, 2] }, [condition, small, small], "i32");
    one({ op: "select", args: [0, 1, 2] }, [input([1], draw, "bool"), small, small], "i32");
    one({ op: "select", args: [0, 1, 2] }, [condition, input(shape, draw, "bool"), condition], "bool");
  },
);

test("tells whole numbers apart that are the same in float32", () => {
  const i32 = (...values: number[]): Input => ({ type: { shape: [2], dtype: "i32" }, values });
  const [equal] = runKernel({
    kernel: "elementwise",
    attributes: {
      kernel: { inputs: 2, operations: [{ op: "equal", args: [0, 1] }], results: [2] },
      shapes: [[2]],
    },
    inputs: [i32(2 ** 24, 2 ** 30), i32(2 ** 24 + 1, 2 ** 30)],
    outputs: [{ shape: [2], dtype: "bool" }],
  });
  expect([...equal!]).toEqual([0, 1]);
});

test.each([true, false])("rounds a multiply-add once where it can, with relaxed SIMD: %s", (relaxedSimd) => {
  const shape = [203];
  const draw = draws(5);
  const inputs = Array.from({ length: 3 }, () => input(shape, draw));
  const [a, b, c] = inputs.map(({ values }) => Float32Array.from(Array.from(values))) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const operations = [
    { op: "multiply_add", args: [0, 1, 2] },
    { op: "negative_multiply_add", args: [0, 1, 2] },
  ] as const;
  const run: Run = {
    kernel: "elementwise",
    attributes: { kernel: { inputs: 3, operations, results: [3, 4] }, shapes: [shape] },
    inputs,
    outputs: [0, 1].map(() => ({ shape, dtype: "f32" })),
  };
  const fused = runKernel({ ...run, target: { relaxedSimd } });
  const inScript = expected(run);
  const same = (a: number, b: number) => a === b || Object.is(a, b);
  for (const [output, sign] of [1, -1].entries())
    for (let i = 0; i < a.length; i++) {
      const product = a[i]! * b[i]!;
      const once = Math.fround(c[i]! + sign * product);
      const twice = Math.fround(c[i]! + sign * Math.fround(product));
      expect(same(inScript[output]![i]!, once)).toBe(true);
      // An engine may round a relaxed one twice, too.
      const allowed = relaxedSimd ? [once, twice] : [twice];
      expect(
        allowed.some((cell) => same(cell, fused[output]![i]!)),
        `${fused[output]![i]}`,
      ).toBe(true);
    }
});
