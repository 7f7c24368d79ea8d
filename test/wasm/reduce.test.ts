import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KernelAttributes } from "../../compiler/plan/host-kernel.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { ScalarKernel } from "../../compiler/program/scalar-kernel.ts";
import { broadcastsTo } from "../../compiler/program/shape.ts";
import type { Target } from "../../runtime/wasm/assembler/module-builder.ts";
import { runKernel } from "./run-kernel.ts";

function run(
  combine: "sum" | "max",
  shape: readonly number[],
  axes: readonly number[],
  values: ArrayLike<number>,
  threads = 1,
): Float32Array {
  const type: TensorType = { shape, dtype: "f32" };
  return runTerm({ kernel: identity, shape, combine, axes }, [{ type, values }], { threads });
}

const identity: ScalarKernel = { inputs: 1, operations: [], results: [0] };

function runTerm(
  attributes: KernelAttributes["reduce"],
  inputs: readonly { readonly type: TensorType; readonly values: ArrayLike<number> }[],
  on: { readonly threads?: number; readonly target?: Partial<Target> } = {},
): Float32Array {
  const { shape, axes } = attributes;
  const outputs = [{ shape: shape.filter((_, axis) => !axes.includes(axis)), dtype: "f32" as const }];
  return runKernel({ kernel: "reduce", attributes, inputs, outputs, ...on })[0] as Float32Array;
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
  [[3, 70_001], [1]],
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
  [[600, 300], [0]],
  [[400, 1003], [0]],
  [[3, 1500, 17], [1]],
  [[2, 1500, 8], [1]],
  [[2, 1500, 23], [1]],
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

describe("an expression", () => {
  /** x·x; (x - m)²·s; e^(x - m); and one so long that its vectors are made one after the other. */
  const kernels: readonly ScalarKernel[] = [
    { inputs: 1, operations: [{ op: "mul", args: [0, 0] }], results: [1] },
    {
      inputs: 3,
      operations: [
        { op: "sub", args: [0, 1] },
        { op: "mul", args: [3, 3] },
        { op: "mul", args: [4, 2] },
      ],
      results: [5],
    },
    {
      inputs: 2,
      operations: [
        { op: "sub", args: [0, 1] },
        { op: "exp", args: [2] },
      ],
      results: [3],
    },
    {
      inputs: 4,
      operations: [
        { op: "tanh", args: [3] },
        { op: "constant", args: [], value: 0.5 },
        { op: "greater", args: [0, 5] },
        { op: "select", args: [6, 1, 2] },
        { op: "mul", args: [4, 7] },
        { op: "sigmoid", args: [0] },
        { op: "add", args: [8, 9] },
      ],
      results: [10],
    },
    // Of what does not change at all, and of an input as it is beside one that nothing reads.
    { inputs: 1, operations: [{ op: "constant", args: [], value: 0.25 }], results: [1] },
    { inputs: 2, operations: [], results: [1] },
    { inputs: 2, operations: [{ op: "less", args: [0, 1] }], results: [2] },
  ];

  function expectRight(
    attributes: KernelAttributes["reduce"],
    shapes: readonly (readonly number[])[],
    values = (input: number, cells: number) => numbers(cells).map((x) => x / 4 + input / 8),
    target: Partial<Target> = {},
  ): void {
    const inputs = shapes.map((shape, input) => ({
      type: { shape, dtype: "f32" as const },
      values: values(input, sizeOf(shape)),
    }));
    const arrays = inputs.map(({ type, values }) => ({ ...type, data: Float64Array.from(values) }));
    const all = { ...attributes, keepDims: false };
    const expected = primitives.fused_reduce.evaluate(arrays, all)[0]!.data;
    const { kernel } = attributes;
    const size = { ...kernel, operations: [...kernel.operations, { op: "abs", args: [kernel.results[0]!] }] };
    const absolute = { ...size, results: [kernel.inputs + kernel.operations.length] } as ScalarKernel;
    const magnitude = primitives.fused_reduce.evaluate(arrays, { ...all, kernel: absolute, combine: "sum" });
    const whole = runTerm(attributes, inputs, { target });
    whole.forEach((y, cell) => {
      if (!Number.isFinite(expected[cell])) expect(y).toBe(expected[cell]);
      else expect(Math.abs(y - expected[cell]!)).toBeLessThanOrEqual(1e-6 * (magnitude[0]!.data[cell]! + 1));
    });
    for (const threads of [2, 3, 7]) expect(runTerm(attributes, inputs, { target, threads })).toEqual(whole);
  }

  const someShapes: readonly (readonly [
    shape: readonly number[],
    axes: readonly number[],
    narrow: readonly (readonly number[])[],
  ])[] = [
    [[], [], [[]]],
    [[1], [0], [[1], []]],
    [[130, 33], [1], [[130, 1], [33], []]],
    [[30_001], [0], [[], [1]]],
    [[2, 30_001], [1], [[2, 1], [30_001]]],
    [[37, 130], [0], [[37, 1], [130], []]],
    [[5, 3], [0], [[3], [5, 1]]],
    [[4096, 9], [0], [[], [9], [4096, 1]]],
    [
      [9000, 10],
      [0, 1],
      [[10], [9000, 1], []],
    ],
    [[1030, 40], [0], [[40], [1030, 1]]],
    [
      [3, 7, 5, 20],
      [1, 2],
      [[20], [7, 1, 1], [3, 1, 1, 1], [5, 20]],
    ],
    [
      [4, 6, 5, 6],
      [0, 2],
      [[6], [6, 1, 1], [4, 1, 1, 1], [6, 1, 6]],
    ],
    [
      [3, 5, 17, 6],
      [1, 3],
      [[17, 1], [5, 1, 1], [3, 1, 1, 1], [6]],
    ],
  ];

  describe.each(["sum", "max"] as const)("%s", (combine) => {
    test.each(someShapes)("over %j along %j, with inputs as small as %j", (shape, axes, narrow) => {
      for (const kernel of sizeOf(shape) < 10_000 ? kernels : kernels.slice(1, 2)) {
        const shapes = Array.from(
          { length: kernel.inputs },
          (_, input) => [shape, ...narrow][input] ?? shape,
        );
        expectRight({ kernel, shape, combine, axes }, shapes);
        expectRight({ kernel, shape, combine, axes }, shapes.toReversed(), undefined, { relaxedSimd: false });
      }
    });
  });

  test("of any shape, whatever is broadcast", () => {
    const anyCase = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }).chain((shape) => {
      const narrowed = fc
        .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
        .map(([from, ones]) => shape.map((size, axis) => (ones[axis] ? 1 : size)).slice(from));
      return fc.record({
        shape: fc.constant(shape),
        axes: fc.subarray(shape.map((_, axis) => axis)),
        combine: fc.constantFrom("sum", "max"),
        kernel: fc.constantFrom(...kernels),
        inputs: fc.array(narrowed, { minLength: 4, maxLength: 4 }),
      });
    });
    fc.assert(
      fc.property(anyCase, ({ inputs, ...attributes }) => {
        const shapes = inputs.slice(0, attributes.kernel.inputs);
        expect(shapes.every((shape) => broadcastsTo(shape, attributes.shape))).toBe(true);
        expectRight(attributes, shapes);
      }),
      { numRuns: 150 },
    );
  });

  test("NaN and infinities come through as through the operations one by one", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 3, -5];
    for (const kernel of kernels.slice(0, 3))
      for (const combine of ["sum", "max"] as const)
        expectRight(
          { kernel, shape: [97, 7], combine, axes: [1] },
          [[97, 7], [97, 1], [7]].slice(0, kernel.inputs),
          (input, cells) =>
            Float32Array.from({ length: cells }, (_, i) => (i % 11 < 4 ? 1 : odd[(i * 5 + input) % 7]!)),
        );
  });

  test("a sum of a million squares of a tenth loses nothing", () => {
    const cells = 2 ** 20;
    const tenths = new Float32Array(cells).fill(0.1);
    for (const [shape, axes] of [
      [[cells], [0]],
      [[cells / 64, 64], [0]],
    ] as const) {
      const attributes = { kernel: kernels[0]!, shape, combine: "sum", axes } as const;
      const y = runTerm(attributes, [{ type: { shape, dtype: "f32" }, values: tenths }]);
      const expected = (Math.fround(0.1) ** 2 * cells) / y.length;
      for (const total of y) expect(Math.abs(total / expected - 1)).toBeLessThan(1e-6);
    }
  });
});
