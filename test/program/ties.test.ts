import { describe, expect, test } from "vitest";
import type { Builder } from "../../compiler/program/builder.ts";
import type { Value } from "../../compiler/program/program.ts";
import { array } from "./arrays.ts";
import { outputsOf, programOf } from "./run.ts";

/** The gradients of Σ f(x, …) by each input. */
function gradientsOf(
  f: (b: Builder, ...xs: readonly Value[]) => Value,
  ...arrays: readonly ReturnType<typeof array>[]
): readonly (readonly number[])[] {
  const inputs = new Map(arrays.map((cells, i) => [`x${i}`, cells]));
  const program = programOf(inputs, (b, values) => {
    const xs = Object.values(values);
    const loss = b.sum(f(b, ...xs));
    return Object.fromEntries(xs.map((x, i) => [`${i}`, b.gradient(loss, x)]));
  });
  return [...outputsOf(program, inputs).values()].map(({ data }) => Array.from(data, (cell) => cell + 0));
}

const image = (cells: readonly number[], height: number, width: number) =>
  array([1, height, width, 1], cells);
const pool = {
  window: [2, 2],
  strides: [2, 2],
  padding: [
    [0, 0],
    [0, 0],
  ],
} as const;

describe("where a function has a corner", () => {
  test("relu sends nothing through 0 (T18)", () => {
    expect(gradientsOf((b, x) => b.relu(x!), array([3], [-1, 0, 1]))).toEqual([[0, 0, 1]]);
  });

  test("abs sends nothing through 0 (T1)", () => {
    expect(gradientsOf((b, x) => b.abs(x!), array([3], [-1, 0, 1]))).toEqual([[-1, 0, 1]]);
  });

  test("max and min send a tie to the second argument", () => {
    const p = array([3], [1, 2, 3]);
    const q = array([3], [2, 2, 2]);
    expect(gradientsOf((b, x, y) => b.max(x!, y!), p, q)).toEqual([
      [0, 0, 1],
      [1, 1, 0],
    ]);
    expect(gradientsOf((b, x, y) => b.min(x!, y!), p, q)).toEqual([
      [1, 0, 0],
      [0, 1, 1],
    ]);
  });

  test("max_pool sends its gradient to the first maximum, row by row", () => {
    const x = image([1, 5, 7, 0, 5, 2, 7, 7], 2, 4);
    expect(gradientsOf((b, x) => b.emit("max_pool", [x!], pool), x)).toEqual([[0, 1, 1, 0, 0, 0, 0, 0]]);
  });

  test("a negative image wins over the padding of max_pool", () => {
    const x = image([-3, -1, -2, -4], 2, 2);
    const padded = {
      ...pool,
      window: [3, 3],
      padding: [
        [1, 1],
        [1, 1],
      ],
    } as const;
    const program = programOf(new Map([["x", x]]), (b, { x }) => ({ y: b.emit("max_pool", [x!], padded) }));
    expect([...outputsOf(program, new Map([["x", x]])).get("y")!.data]).toEqual([-1]);
  });

  test("reduce_max sends its gradient to the first maximum in row-major order, whatever the order of its axes", () => {
    const x = array([2, 2, 2], [1, 4, 9, 4, 9, 0, 0, 0]);
    for (const axes of [
      [0, 1],
      [1, 0],
    ])
      expect(gradientsOf((b, x) => b.reduceMax(x!, axes), x)).toEqual([[0, 1, 1, 0, 0, 0, 0, 0]]);
  });

  test("argmax names the first maximum", () => {
    const x = array([2, 3], [1, 3, 3, 2, 2, 2]);
    const program = programOf(new Map([["x", x]]), (b, { x }) => ({ y: b.argmax(x!, 1) }));
    expect([...outputsOf(program, new Map([["x", x]])).get("y")!.data]).toEqual([1, 0]);
  });
});

describe("where a formula would divide by zero or take a logarithm of it", () => {
  test("pow has finite gradients at base 0", () => {
    const base = array([3], [0, 0, 0]);
    expect(gradientsOf((b, p, q) => b.pow(p!, q!), base, array([3], [2, 1, 0]))).toEqual([
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  test("pow has the gradient of a whole power at a negative base", () => {
    const [byBase] = gradientsOf((b, p, q) => b.pow(p!, q!), array([2], [-2, -1]), array([2], [2, 3]));
    expect(byBase).toEqual([-4, 3]);
  });

  test("softmax cross-entropy survives logits of a thousand", () => {
    const logits = array([1, 3], [1000, 0, -1000]);
    const labels = { ...array([1], [0]), dtype: "i32" } as const;
    const inputs = new Map([
      ["z", logits],
      ["y", labels],
    ] as const);
    const program = programOf(inputs, (b, { z, y }) => {
      const loss = b.sum(b.emit("softmax_cross_entropy", [z!, y!], { on: 1, off: 0 }));
      return { loss, gradient: b.gradient(loss, z!) };
    });
    const results = outputsOf(program, inputs);
    expect([...results.get("loss")!.data]).toEqual([0]);
    expect([...results.get("gradient")!.data]).toEqual([0, 0, 0]);
  });

  test.each([
    [-1000, 0],
    [1000, 1],
  ])("sigmoid at %d is %d, not a quotient of infinities", (x, y) => {
    const inputs = new Map([["x", array([], [x])]]);
    const program = programOf(inputs, (b, { x }) => ({ y: b.sigmoid(x!) }));
    expect(outputsOf(program, inputs).get("y")!.data[0]).toBe(y);
  });
});
