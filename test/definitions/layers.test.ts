import { expect, test } from "vitest";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import golden from "../fixtures/golden-torch.json" with { type: "json" };
import { fillOptions } from "../synthesize/test-model.ts";
import { apply, expectClose, type Given, infer, type LayerName } from "./apply-layer.ts";
import { slopes, vector } from "./compute.ts";

const erf = (x: number) => {
  // The series of the error function; enough for |x| < 3.
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const activations: readonly [LayerName, Given, (x: number) => number][] = [
  ["relu", {}, (x) => Math.max(x, 0)],
  ["leaky_relu", { slope: 0.2 }, (x) => (x > 0 ? x : 0.2 * x)],
  ["elu", { alpha: 0.7 }, (x) => (x > 0 ? x : 0.7 * Math.expm1(x))],
  ["selu", {}, (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
  ["gelu", {}, (x) => (x / 2) * (1 + erf(x / Math.SQRT2))],
  [
    "gelu",
    { approximate: true },
    (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
  ["silu", {}, (x) => x * logistic(x)],
  ["sigmoid", {}, logistic],
  ["tanh", {}, Math.tanh],
  ["softplus", {}, (x) => Math.log(1 + Math.exp(x))],
  ["identity", {}, (x) => x],
  ["scale", { factor: -3 }, (x) => -3 * x],
  ["shift", { amount: 2 }, (x) => x + 2],
];

test.each(activations)("%s %o follows its formula, gradient included", (name, options, formula) => {
  const x = [-2.5, -1, -0.1, 0.3, 1.7, 2.9];
  const { y, gradient } = apply(name, [vector(...x)], options);
  expectClose(y, x.map(formula));
  expectClose(
    gradient,
    slopes((at) => at.reduce((sum, value) => sum + formula(value), 0), x),
    7,
  );
});

test.each(activations)("%s %o is finite at extreme inputs in float32, gradient included", (name, options) => {
  const { y, gradient } = apply(name, [vector(1e18, -1e18, 100, -100, 0)], options, { round: "f32" });
  for (const value of [...y!, ...gradient!]) expect(Number.isFinite(value)).toBe(true);
});

test.each([
  ["relu", 0],
  ["leaky_relu", 0.01],
  ["elu", 1],
  ["softplus", 0.5],
] as const)("the derivative of %s at exactly 0 is %d, as in torch", (name, slope) => {
  expectClose(apply(name, [vector(0)]).gradient, [slope]);
});

test("softmax and its logarithm neither overflow nor lose the small ones", () => {
  const z = { shape: [1, 3], data: [1000, 999, -1000] };
  const share = 1 / (1 + Math.exp(-1));
  expectClose(apply("softmax", [z]).y, [share, 1 - share, 0]);
  expectClose(apply("log_softmax", [z]).y, [Math.log(share), Math.log(1 - share), Math.log(share) - 2000]);
});

test("dense works on the last axis, whatever stands before it", () => {
  const parameters = { kernel: { shape: [2, 2], data: [1, 2, 3, 4] }, bias: vector(10, 20) };
  const x = { shape: [1, 3, 2], data: [1, 0, 0, 1, 1, 1] };
  expectClose(apply("dense", [x], { units: 2 }, { parameters }).y, [11, 22, 13, 24, 14, 26]);
  expect(infer("dense", [[5, 2]], { units: 7 })).toEqual({ shape: [5, 7], dtype: "f32" });
});

test("fans of kernels are those of Keras", () => {
  const fans = (name: "dense" | "conv", shape: readonly number[], options: Given) =>
    layers[name]
      .parameters([{ shape, dtype: "f32" }], checkedOptions(fillOptions(layers[name], options)))
      .map(({ initializer: { fanIn, fanOut }, fanInAxes }) => ({ fanIn, fanOut, fanInAxes }))[0];
  expect(fans("dense", [8], { units: 3 })).toEqual({ fanIn: 8, fanOut: 3, fanInAxes: [0] });
  expect(fans("conv", [9, 9, 4], { filters: 5, size: [3, 2] })).toEqual({
    fanIn: 24,
    fanOut: 30,
    fanInAxes: [0, 1, 2],
  });
});

test.each([
  ["conv", { filters: 4, size: 3 }, [7, 7, 4]],
  ["conv", { filters: 4, size: 3, stride: 2 }, [4, 4, 4]],
  ["conv", { filters: 4, size: 3, padding: "valid" }, [5, 5, 4]],
  ["conv", { filters: 4, size: 3, padding: "valid", dilation: 2 }, [3, 3, 4]],
  ["max_pool", { size: 2 }, [3, 3, 2]],
  ["avg_pool", { size: 2, padding: "same" }, [4, 4, 2]],
  ["max_pool", { size: 3, stride: 2 }, [3, 3, 2]],
] as const)("%s %o makes %o of 7×7×2, and computes what it promised", (name, options, shape) => {
  const inferred = infer(name, [[7, 7, 2]], options);
  expect(inferred).toEqual({ shape, dtype: "f32" });
  const x = { shape: [1, 7, 7, 2], data: Array.from({ length: 98 }, (_, i) => i) };
  const parameters = {
    kernel: { shape: [3, 3, 2, 4], data: new Array(72).fill(0) },
    bias: vector(1, 2, 3, 4),
  };
  const { y } = apply(name, [x], options, name === "conv" ? { parameters } : {});
  expect(y).toHaveLength(shape.reduce((a, b) => a * b, 1));
});

test("same padding puts the odd zero after, as in TensorFlow", () => {
  const x = { shape: [1, 1, 4, 1], data: [1, 2, 3, 4] };
  const parameters = { kernel: { shape: [1, 3, 1, 1], data: [1, 10, 100] } };
  const options = { filters: 1, size: [1, 3], stride: [1, 2], bias: false };
  expectClose(apply("conv", [x], options, { parameters }).y, [321, 43]);
});

test("pools take the greatest and the mean, globally too", () => {
  const x = { shape: [1, 2, 2, 2], data: [1, 10, 2, 20, 3, 30, 6, 0] };
  expectClose(apply("max_pool", [x], { size: 2 }).y, [6, 30]);
  expectClose(apply("avg_pool", [x], { size: 2 }).y, [3, 15]);
  expectClose(apply("global_max_pool", [x]).y, [6, 30]);
  expectClose(apply("global_avg_pool", [x]).y, [3, 15]);
});

test("flatten, reshape and concat keep the row-major order", () => {
  const x = { shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] };
  expectClose(apply("flatten", [x]).y, x.data);
  expect(infer("reshape", [[2, 6]], { shape: [3, -1] })).toEqual({ shape: [3, 4], dtype: "f32" });
  expectClose(apply("concat", [x, x], { axis: -1 }).y, [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8]);
  expectClose(apply("concat", [x, x], { axis: 0 }).y, [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8]);
});

test("add, multiply and subtract broadcast dimensions of 1", () => {
  const x = { shape: [1, 2, 2], data: [1, 2, 3, 4] };
  const row = { shape: [1, 1, 2], data: [10, 20] };
  expectClose(apply("add", [x, row, x]).y, [12, 24, 16, 28]);
  expectClose(apply("multiply", [x, row]).y, [10, 40, 30, 80]);
  expectClose(apply("subtract", [x, row]).y, [-9, -18, -7, -16]);
});

test("batch norm has torch's outputs, biased moving variance, and forgets nothing at inference", () => {
  const parameters = {
    gamma: vector(1),
    beta: vector(0),
    moving_mean: vector(0),
    moving_variance: vector(1),
  };
  const x = { shape: [4, 1], data: [1, 2, 3, 4] };
  const trained = apply("batch_norm", [x], { keep: 0.9, epsilon: 1e-5 }, { parameters });
  expectClose(trained.y, golden["bn1d train [1..4]"].y);
  expectClose(trained.moving_mean, [golden["bn1d train [1..4]"].running_mean]);
  expectClose(trained.moving_variance, [0.9 + 0.1 * 1.25]);
  const after = { ...parameters, moving_mean: vector(2), moving_variance: vector(4) };
  const inferred = apply("batch_norm", [x], { epsilon: 1e-5 }, { parameters: after, training: false });
  expectClose(
    inferred.y,
    x.data.map((value) => (value - 2) / Math.sqrt(4 + 1e-5)),
  );
  expect(inferred.moving_mean).toBeUndefined();
});

test.each([
  ["dense", [[]], { units: 3 }, "needs at least one axis"],
  ["conv", [[28, 28]], { filters: 1, size: 3 }, "needs an image"],
  ["conv", [[2, 2, 1]], { filters: 1, size: 3, padding: "valid" }, "does not fit"],
  ["add", [[2], [3]], {}, "do not go together"],
  ["add", [[2], [2, 2]], {}, "do not go together"],
  [
    "concat",
    [
      [2, 3],
      [2, 4],
    ],
    { axis: 0 },
    "differ elsewhere",
  ],
  ["concat", [[2], [2]], { axis: 1 }, "no axis 1"],
  ["reshape", [[5]], { shape: [2, -1] }, "do not fill"],
  ["global_avg_pool", [[5]], {}, "positions and channels"],
] as const)("%s refuses %o with %o", (name, shapes, options, words) => {
  const found = infer(name, shapes, options as Given);
  expect("problem" in found ? found.problem : "fine").toContain(words);
});

test("layers that compute with real numbers refuse whole ones", () => {
  const found = infer("dense", [[3]], { units: 2 }, "i32");
  expect("problem" in found ? found.problem : "fine").toContain("whole");
  expect(infer("flatten", [[3, 2]], {}, "i32")).toEqual({ shape: [6], dtype: "i32" });
});
