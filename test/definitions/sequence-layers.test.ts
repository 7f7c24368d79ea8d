import { expect, test } from "vitest";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { fillOptions } from "../synthesize/test-model.ts";
import { apply, expectClose, type Given, infer } from "./apply-layer.ts";
import { slopes, type Tensor } from "./compute.ts";

/** Numbers without a pattern, the same in every run. */
function drawn(shape: readonly number[], seed: number, size = 1): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = Array.from({ length: count }, (_, i) => size * Math.sin(12.9898 * (i + 1) + 78.233 * seed));
  return { shape, data };
}

test("embedding gives the row of each index, whatever the indices' shape", () => {
  const weight = { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] };
  const x: Tensor = { shape: [1, 2, 2], data: [2, 0, 1, 2], dtype: "i32" };
  const options = { vocabulary: 3, width: 2 };
  const { y, gradient } = apply("embedding", [x], options, { parameters: { weight }, by: "weight" });
  expectClose(y, [5, 6, 1, 2, 3, 4, 5, 6]);
  // Row 2 was looked up twice.
  expectClose(gradient, [1, 1, 1, 1, 2, 2]);
  expect(infer("embedding", [[2, 2]], options, "i32")).toEqual({ shape: [2, 2, 2], dtype: "f32" });
});

test("position_embedding adds its rows to every example", () => {
  const weight = { shape: [2, 2], data: [10, 20, 30, 40] };
  const x = { shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] };
  const { y, gradient } = apply("position_embedding", [x], {}, { parameters: { weight }, by: "weight" });
  expectClose(y, [11, 22, 33, 44, 15, 26, 37, 48]);
  expectClose(gradient, [2, 2, 2, 2]);
});

test("tables have the role embedding, and norms are those of a row (0.3)", () => {
  const requests = {
    embedding: layers.embedding.parameters(
      [{ shape: [4], dtype: "i32" }],
      checkedOptions(fillOptions(layers.embedding, { vocabulary: 7, width: 3 })),
    ),
    position: layers.position_embedding.parameters(
      [{ shape: [4, 3], dtype: "f32" }],
      checkedOptions(fillOptions(layers.position_embedding)),
    ),
  };
  expect(requests.embedding).toMatchObject([{ role: "embedding", shape: [7, 3], fanInAxes: [1] }]);
  expect(requests.position).toMatchObject([{ role: "embedding", shape: [4, 3], fanInAxes: [1] }]);
});

const gamma = { shape: [4], data: [1.5, -0.5, 2, 0.7] };
const beta = { shape: [4], data: [0.1, 0.2, -0.3, 0] };

function normalized(x: readonly number[], epsilon: number): number[] {
  return x.map((value, i) => {
    const row = x.slice(4 * Math.floor(i / 4), 4 * Math.floor(i / 4) + 4);
    const mean = row.reduce((sum, cell) => sum + cell, 0) / 4;
    const variance = row.reduce((sum, cell) => sum + (cell - mean) ** 2, 0) / 4;
    return (gamma.data[i % 4]! * (value - mean)) / Math.sqrt(variance + epsilon) + beta.data[i % 4]!;
  });
}

test.each([1e-5, 1e-1])("layer_norm with ε %d follows its formula, gradient included", (epsilon) => {
  const x = drawn([2, 3, 4], 1, 2);
  const setting = { parameters: { gamma, beta } };
  const { y, gradient } = apply("layer_norm", [x], { epsilon }, setting);
  expectClose(y, normalized(x.data, epsilon));
  const sum = (at: readonly number[]) => normalized(at, epsilon).reduce((a, b) => a + b, 0);
  expectClose(gradient, slopes(sum, x.data), 6);
  const inferred = apply("layer_norm", [x], { epsilon }, { ...setting, training: false });
  expect(inferred.y).toEqual(y);
});

test("layer_norm of equal numbers is its beta, without a division by zero", () => {
  const { y, gradient } = apply(
    "layer_norm",
    [{ shape: [1, 4], data: [3, 3, 3, 3] }],
    {},
    { parameters: { gamma, beta }, round: "f32" },
  );
  expectClose(y, beta.data, 6);
  for (const slope of gradient!) expect(Number.isFinite(slope)).toBe(true);
});

const LENGTH = 5;
const WIDTH = 6;
const HEADS = 2;
const sequence = drawn([2, LENGTH, WIDTH], 2);
const projections = Object.fromEntries(
  ["query", "key", "value", "output"].flatMap((name, i) => [
    [`${name}_kernel`, drawn([WIDTH, WIDTH], 3 + i)],
    [`${name}_bias`, drawn([WIDTH], 7 + i)],
  ]),
);

/** Attention by its formula, one head and one pair of positions after the other. */
function attended(parameters: Readonly<Record<string, Tensor>>, x: Tensor, causal: boolean): number[] {
  const [batch, length, width] = x.shape as [number, number, number];
  const depth = width / HEADS;
  const project = (name: string, row: readonly number[]) =>
    Array.from({ length: width }, (_, column) =>
      row.reduce(
        (sum, cell, i) => sum + cell * parameters[`${name}_kernel`]!.data[i * width + column]!,
        parameters[`${name}_bias`]!.data[column]!,
      ),
    );
  return Array.from({ length: batch }, (_, example) => {
    const rows = Array.from({ length }, (_, t) =>
      x.data.slice((example * length + t) * width, (example * length + t + 1) * width),
    );
    const [query, key, value] = ["query", "key", "value"].map((name) =>
      rows.map((row) => project(name, row)),
    );
    return rows.flatMap((_, t) => {
      const read = Array.from({ length: HEADS }, (_, head) => {
        const own = (row: readonly number[]) => row.slice(head * depth, (head + 1) * depth);
        const seen = causal ? t + 1 : length;
        const scores = key!
          .slice(0, seen)
          .map((row) => own(row).reduce((sum, cell, i) => sum + cell * own(query![t]!)[i]!, 0));
        const shares = scores.map((score) => Math.exp(score / Math.sqrt(depth)));
        const total = shares.reduce((a, b) => a + b, 0);
        return Array.from({ length: depth }, (_, i) =>
          shares.reduce((sum, share, s) => sum + (share / total) * own(value![s]!)[i]!, 0),
        );
      }).flat();
      return project("output", read);
    });
  }).flat();
}

test.each([false, true])(
  "attention follows its formula, causal: %s, and so do all its gradients",
  (causal) => {
    const options = { heads: HEADS, causal };
    const { y } = apply("attention", [sequence], options, { parameters: projections });
    expectClose(y, attended(projections, sequence, causal));
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    for (const by of ["x0", ...Object.keys(projections)]) {
      const { gradient } = apply("attention", [sequence], options, { parameters: projections, by });
      const moved = (data: readonly number[]) =>
        by === "x0"
          ? attended(projections, { ...sequence, data }, causal)
          : attended({ ...projections, [by]: { shape: projections[by]!.shape, data } }, sequence, causal);
      const data = by === "x0" ? sequence.data : projections[by]!.data;
      expectClose(
        gradient,
        slopes((at) => sum(moved(at)), data, 1e-5),
        6,
      );
    }
  },
);

test("under a causal mask no position feels what comes later, to the bit, however large the scores", () => {
  const options = { heads: HEADS, causal: true };
  for (const size of [1, 300]) {
    const x = drawn([1, LENGTH, WIDTH], 2, size);
    const changed = { ...x, data: x.data.with(-1, 1e3 * size).with(-WIDTH, -1e3 * size) };
    const before = apply("attention", [x], options, { parameters: projections, round: "f32" });
    const after = apply("attention", [changed], options, { parameters: projections, round: "f32" });
    const earlier = (LENGTH - 1) * WIDTH;
    expect(after.y!.slice(0, earlier)).toEqual(before.y!.slice(0, earlier));
    expect(after.y!.slice(earlier)).not.toEqual(before.y!.slice(earlier));
    for (const value of [...after.y!, ...after.gradient!]) expect(Number.isFinite(value)).toBe(true);
  }
});

test("attention of one position is its value, projected", () => {
  const x = drawn([3, 1, WIDTH], 4);
  for (const causal of [false, true]) {
    const { y } = apply("attention", [x], { heads: HEADS, causal }, { parameters: projections });
    expectClose(y, attended(projections, x, causal));
  }
});

test("the four kernels of attention are initialized as square matrices, and biases can be left out", () => {
  const ask = (given: Given) =>
    layers.attention.parameters(
      [{ shape: [LENGTH, WIDTH], dtype: "f32" }],
      checkedOptions(fillOptions(layers.attention, { heads: HEADS, ...given })),
    );
  const kernels = ask({ bias: false });
  expect(kernels.map(({ slot }) => slot)).toEqual([
    "query_kernel",
    "key_kernel",
    "value_kernel",
    "output_kernel",
  ]);
  for (const { initializer, fanInAxes, role } of kernels) {
    expect(initializer).toMatchObject({ name: "glorot_uniform", fanIn: WIDTH, fanOut: WIDTH });
    expect({ fanInAxes, role }).toEqual({ fanInAxes: [0], role: "kernel" });
  }
  expect(ask({}).filter(({ role }) => role === "bias")).toHaveLength(4);
});

test.each([
  ["embedding", [[3]], { vocabulary: 5, width: 2 }, "whole numbers"],
  ["position_embedding", [[3]], {}, "needs a sequence"],
  ["layer_norm", [[]], {}, "gets a scalar"],
  ["attention", [[4, 4, 4]], { heads: 2 }, "needs a sequence"],
  ["attention", [[8, 6]], { heads: 4 }, "shared out evenly to 4 heads"],
] as const)("%s refuses %o with %o", (name, shapes, options, words) => {
  const found = infer(name, shapes, options as Given);
  expect("problem" in found ? found.problem : "fine").toContain(words);
});

test.each(["position_embedding", "layer_norm", "attention"] as const)("%s refuses whole numbers", (name) => {
  const found = infer(name, [[4, 4]], { ...(name === "attention" && { heads: 2 }) }, "i32");
  expect("problem" in found ? found.problem : "fine").toContain("whole");
});
