import { expect, test } from "vitest";
import { initialize } from "../../compiler/definitions/initializers/initialize.ts";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { fillOptions } from "../synthesize/test-model.ts";
import { apply, expectClose, type Given, infer } from "./apply-layer.ts";

const requests = (options: Given) =>
  layers.lstm.parameters(
    [{ shape: [5, 2], dtype: "f32" }],
    checkedOptions(fillOptions(layers.lstm, options)),
  );

/** Four rows of gates for one unit: kernel [1, 4], recurrent [1, 4], bias [4]. */
const oneUnit = {
  kernel: { shape: [1, 4], data: [0.5, -1, 2, 1] },
  recurrent: { shape: [1, 4], data: [-0.3, 0.7, 0.2, -1] },
  bias: { shape: [4], data: [0.1, 1, -0.2, 0.3] },
};

test("one unit follows the formula by hand, and its last state is the sequence's last", () => {
  const logistic = (z: number) => 1 / (1 + Math.exp(-z));
  const xs = [0.4, -1.5, 2];
  const wanted: number[] = [];
  let [h, c] = [0, 0];
  for (const x of xs) {
    const f = logistic(-x + 0.7 * h + 1);
    const i = logistic(0.5 * x - 0.3 * h + 0.1);
    const g = Math.tanh(2 * x + 0.2 * h - 0.2);
    const o = logistic(x - h + 0.3);
    c = f * c + i * g;
    h = o * Math.tanh(c);
    wanted.push(h);
  }
  const x = { shape: [1, 3, 1], data: xs };
  expectClose(apply("lstm", [x], { units: 1 }, { parameters: oneUnit }).y, wanted);
  expectClose(apply("lstm", [x], { units: 1, return: "last" }, { parameters: oneUnit }).y, wanted.slice(-1));
});

test("extreme inputs saturate the gates without overflow, gradient included", () => {
  const x = { shape: [1, 4, 1], data: [1e18, -1e18, 300, -300] };
  const { y, gradient } = apply("lstm", [x], { units: 1 }, { parameters: oneUnit, round: "f32" });
  for (const value of [...y!, ...gradient!]) expect(Number.isFinite(value)).toBe(true);
});

test("a sequence or its last state comes out", () => {
  expect(infer("lstm", [[7, 3]], { units: 5 })).toEqual({ shape: [7, 5], dtype: "f32" });
  expect(infer("lstm", [[7, 3]], { units: 5, return: "last" })).toEqual({ shape: [5], dtype: "f32" });
});

test.each([
  [[7], "f32", "needs a sequence [length, width], and gets [7]"],
  [[7, 3], "i32", "real numbers"],
] as const)("an input %o of %s is refused", (shape, dtype, words) => {
  const found = infer("lstm", [shape], { units: 5 }, dtype);
  expect("problem" in found ? found.problem : "fine").toContain(words);
});

test("roles, shapes and fans are those of a recurrent layer", () => {
  const seen = requests({ units: 3 }).map(({ slot, role, shape, initializer: { name, fanIn, fanOut } }) => ({
    slot,
    role,
    shape,
    initializer: `${name} ${fanIn} ${fanOut}`,
  }));
  expect(seen).toEqual([
    { slot: "kernel", role: "kernel", shape: [2, 12], initializer: "glorot_uniform 2 12" },
    { slot: "recurrent", role: "recurrent", shape: [3, 12], initializer: "orthogonal 3 12" },
    { slot: "bias", role: "bias", shape: [12], initializer: "forget_bias 2 12" },
  ]);
});

test("the forget gates begin open, unless the bias begins elsewhere", () => {
  const first = (options: Given) => {
    const bias = requests({ units: 2, ...options })[2]!;
    return [...initialize({ ...bias, id: "rnn.bias", policy: [] }, 1)];
  };
  expect(first({})).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect(first({ bias_initializer: { name: "zeros", options: {} } })).toEqual(new Array(8).fill(0));
});
