import { expect, test } from "vitest";
import type { KernelAttributes } from "../../compiler/plan/host-kernel.ts";
import type { Lowering } from "../../compiler/plan/lowering.ts";
import {
  broadcasting,
  concatenating,
  padding,
  reversing,
  slicing,
  transposing,
} from "../../compiler/plan/movements.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { DType, TensorType, Value } from "../../compiler/program/program.ts";
import { move } from "../../runtime/kernels/move.ts";
import { runKernel } from "./run-kernel.ts";

const arrayTypes = { f32: Float32Array, i32: Int32Array, bool: Uint8Array } as const;

/** Moves numbers that are all different (as far as the type has them), here and by the JavaScript loops. */
function expectMoved(
  attributes: KernelAttributes["move"],
  shapes: readonly (readonly number[])[],
  output: readonly number[],
  dtype: DType,
): void {
  const inputs = shapes.map((shape, input) => {
    const cells = Array.from(
      { length: sizeOf(shape) },
      (_, i) => (i + 1 + 1000 * input) % (dtype === "bool" ? 251 : 1e6),
    );
    return { type: { shape, dtype }, values: arrayTypes[dtype].from(cells) };
  });
  const type: TensorType = { shape: output, dtype };
  const expected = new arrayTypes[dtype](sizeOf(output)).fill(7);
  move(
    inputs.map(({ type: { shape }, values }) => ({ shape, data: values })),
    [{ shape: output, data: expected }],
    attributes,
  );
  for (const threads of [1, 2, 3, 7]) {
    const [found] = runKernel({ kernel: "move", attributes, inputs, outputs: [type], threads });
    expect(found).toEqual(expected);
  }
}

/** The movements that the compiler makes, or null where it moves nothing. */
function movementsOf(lowering: Lowering): KernelAttributes["move"] | null {
  if (lowering.via === "alias") return null;
  if (lowering.via === "host" && lowering.kernel === "move") return lowering.attributes;
  return expect.fail("not a movement");
}

function check(
  lowering: Lowering,
  shapes: readonly (readonly number[])[],
  output: readonly number[],
  dtypes: readonly DType[] = ["f32", "i32", "bool"],
): void {
  const attributes = movementsOf(lowering);
  if (attributes !== null) for (const dtype of dtypes) expectMoved(attributes, shapes, output, dtype);
}

const value = (shape: readonly number[]): Value => ({ id: 0, shape, dtype: "f32" });

test.each([
  [[1], [5]],
  [[], [3, 70]],
  [[10], [33, 10]],
  [[300], [9, 300]],
  [
    [7, 1],
    [7, 90],
  ],
  [
    [7, 1],
    [7, 3],
  ],
  [
    [4, 1, 6],
    [4, 5, 6],
  ],
  [
    [1, 5, 1],
    [3, 5, 20],
  ],
  [[20_000], [3, 20_000]],
  [[1], [40_000]],
])("broadcasts %j to %j", (from, to) => {
  check(broadcasting(value(from), to), [from], to);
});

test.each([
  [
    [2, 3],
    [1, 0],
  ],
  [
    [4, 4],
    [1, 0],
  ],
  [
    [33, 70],
    [1, 0],
  ],
  [
    [513, 21],
    [1, 0],
  ],
  [
    [3, 1000],
    [1, 0],
  ],
  [
    [1000, 3],
    [1, 0],
  ],
  [
    [5, 17, 20],
    [0, 2, 1],
  ],
  [
    [3, 5, 4, 8],
    [0, 2, 1, 3],
  ],
  [
    [3, 5, 4, 1],
    [0, 2, 1, 3],
  ],
  [
    [3, 5, 4, 7],
    [3, 2, 1, 0],
  ],
  [
    [3, 3, 6, 9],
    [3, 0, 1, 2],
  ],
  [
    [16, 9, 33],
    [2, 0, 1],
  ],
  [
    [6, 300, 90],
    [2, 1, 0],
  ],
])("transposes %j by %j", (shape, permutation) => {
  check(
    transposing(value(shape), permutation),
    [shape],
    permutation.map((axis) => shape[axis]!),
  );
});

test.each([
  [[10], [3], [5]],
  [
    [8, 30],
    [2, 5],
    [4, 20],
  ],
  [
    [8, 30],
    [0, 7],
    [8, 1],
  ],
  [
    [9, 4, 6],
    [1, 2, 3],
    [8, 1, 3],
  ],
  [
    [20, 600],
    [3, 100],
    [9, 444],
  ],
])("slices %j from %j of %j", (shape, start, size) => {
  check(slicing(value(shape), start, size), [shape], size);
});

test.each([
  [[3], [[2, 4]]],
  [[3], [[0, 1]]],
  [
    [5, 1],
    [
      [0, 0],
      [1, 1],
    ],
  ],
  [
    [4, 6],
    [
      [1, 2],
      [3, 0],
    ],
  ],
  [
    [4, 40],
    [
      [1, 2],
      [40, 80],
    ],
  ],
  [
    [4, 20],
    [
      [0, 0],
      [20, 0],
    ],
  ],
  [
    [2, 3, 17, 3],
    [
      [0, 0],
      [2, 2],
      [2, 2],
      [0, 0],
    ],
  ],
  [
    [7, 5, 64],
    [
      [0, 0],
      [5, 10],
      [0, 0],
    ],
  ],
  [
    [3, 20],
    [
      [5000, 0],
      [0, 0],
    ],
  ],
] as [number[], [number, number][]][])("pads %j by %j", (shape, amounts) => {
  const output = shape.map((size, axis) => size + amounts[axis]![0] + amounts[axis]![1]);
  check(padding(value(shape), amounts), [shape], output);
});

test.each([
  [[[3], [4]], 0],
  [
    [
      [3, 2],
      [3, 5],
      [3, 1],
    ],
    1,
  ],
  [
    [
      [4, 70],
      [9, 70],
    ],
    0,
  ],
  [
    [
      [2, 300, 3],
      [2, 7, 3],
    ],
    1,
  ],
] as [number[][], number][])("concatenates %j along %i", (shapes, axis) => {
  const output = shapes[0]!.with(
    axis,
    shapes.reduce((sum, shape) => sum + shape[axis]!, 0),
  );
  check(concatenating(shapes.map(value), axis), shapes, output);
});

test.each([
  [[9], [0]],
  [[3], [0]],
  [[5, 28], [1]],
  [[5, 28, 3], [1]],
  [
    [5, 28],
    [0, 1],
  ],
  [[2, 9000], [1]],
])("reverses %j along %j", (shape, axes) => {
  check(reversing(value(shape), axes), [shape], shape);
});

test("any movement between strided walks is that of the loops", () => {
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  for (let round = 0; round < 60; round++) {
    const size = Array.from({ length: random(5) }, () => 1 + random(9));
    const order = size.map((_, axis) => axis).sort(() => random(3) - 1);
    let [fromCells, toCells] = [1 + random(3), 1];
    let offset = 0;
    const [from, to] = [[...size], [...size]];
    for (const axis of order) {
      const turn = random(4);
      from[axis] = turn === 0 ? 0 : turn === 1 ? -fromCells : fromCells;
      if (turn === 1) offset += (size[axis]! - 1) * fromCells;
      if (turn > 0) fromCells *= size[axis]! + random(2);
    }
    for (let axis = size.length - 1; axis >= 0; axis--) {
      to[axis] = toCells;
      toCells *= size[axis]! + random(2);
    }
    const movement = { input: 0, size, from: { offset, strides: from }, to: { offset: 0, strides: to } };
    const attributes = { movements: [movement], covers: false };
    for (const dtype of ["f32", "bool"] as const)
      expectMoved(attributes, [[fromCells + 100]], [toCells], dtype);
  }
});
