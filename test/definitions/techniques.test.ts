import { expect, test } from "vitest";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { shorthands, techniques } from "../../compiler/definitions/techniques/index.ts";
import type { Parameter } from "../../compiler/ir/model.ts";
import type { Value } from "../../compiler/program/program.ts";
import golden from "../fixtures/golden-torch.json" with { type: "json" };
import { constant, fillOptions } from "../synthesize/test-model.ts";
import { compute, slopes, type Tensor, vector } from "./compute.ts";

type Given = Parameters<typeof fillOptions>[1];
type TechniqueName = keyof typeof techniques;

const LEARNING_RATE = 0.1;

function parameter(shape: readonly number[]): Parameter {
  return {
    id: "w",
    role: shape.length > 1 ? "kernel" : "bias",
    shape,
    trainable: true,
    fanInAxes: shape.length > 1 ? shape.slice(1).map((_, axis) => axis) : [],
    policy: [],
    initializer: { name: "zeros", options: {}, fanIn: 1, fanOut: 1 },
  };
}

/** What a technique on a parameter makes of it: the penalty and its gradient, or the new weight. */
function act(name: TechniqueName, weight: Tensor, given: Given, round?: "f32") {
  const technique = techniques[name];
  const options = checkedOptions(fillOptions(technique, given));
  return compute(
    { w: weight },
    (builder, { w }): Readonly<Record<string, Value>> => {
      const { effect } = technique;
      const context = { builder, parameter: parameter(weight.shape), options, learningRate: LEARNING_RATE };
      const at = { ...context, weight: w! };
      if (effect.step === "penalty") {
        const value = effect.value(at);
        return { value, gradient: builder.gradient(value, w!) };
      }
      if (effect.step === "decay") return { value: effect.amount(at) };
      if (effect.step === "prox" || effect.step === "projection") return { value: effect.apply(at) };
      throw new Error(`${name} does not act on a parameter`);
    },
    round === undefined ? {} : { round },
  );
}

function expectClose(actual: readonly number[] | undefined, wanted: readonly number[], digits = 12) {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(actual![i]).toBeCloseTo(value, digits);
  });
}

const weights = [0.5, -1.5, 2, -0.25];
const sumOf = (of: (w: number) => number) => (w: readonly number[]) => w.reduce((sum, x) => sum + of(x), 0);

test.each([
  ["l1", { strength: 0.3 }, sumOf((w) => 0.3 * Math.abs(w))],
  ["l2", { strength: 0.3 }, sumOf((w) => 0.3 * w * w)],
  ["l2", { strength: 0.3, half: true }, sumOf((w) => 0.15 * w * w)],
] as const)("%s %o has its value and its gradient (T-04)", (name, given, formula) => {
  const { value, gradient } = act(name, vector(...weights), given);
  expectClose(value, [formula(weights)]);
  expectClose(gradient, slopes(formula, weights), 8);
});

test.each(["l1", "l2"] as const)("%s has value 0 and gradient 0 at a weight of 0 (T1)", (name) => {
  const { value, gradient } = act(name, vector(0), { strength: 1 });
  expect([...value!, ...gradient!]).toEqual([0, 0]);
});

test("elastic stands for l1 and l2, each with its own strength", () => {
  const options = checkedOptions({ l1: constant(0.1), l2: constant(0.2), half: true });
  expect(shorthands.elastic.expand(options)).toEqual([
    { technique: "l1", options: { strength: constant(0.1) } },
    { technique: "l2", options: { strength: constant(0.2), half: true } },
  ]);
});

test("prox l1 moves by ηλ and stops at exactly 0 (F-07)", () => {
  const { value } = act("prox_l1", vector(0.5, -0.5, 0.02, -0.02, 0), { strength: 0.3 });
  expectClose(value, [0.47, -0.47, 0, 0, 0]);
  expect(value!.slice(2).every((w) => w === 0)).toBe(true);
});

test("prox elastic thresholds before it shrinks (F-08)", () => {
  const both = { l1: 0.3, l2: 0.5 };
  expectClose(act("prox_elastic", vector(0.5), both).value, [0.47 / 1.1]);
  expectClose(act("prox_elastic", vector(0.5), { ...both, half: true }).value, [0.47 / 1.05]);
});

test("decay takes ηλ of the weight, or λ when it is not scaled", () => {
  expectClose(act("decay", vector(2), { strength: 0.3 }).value, [0.06]);
  expectClose(act("decay", vector(2), { strength: 0.3, scaled_by: "none" }).value, [0.6]);
});

const columns: Tensor = { shape: [2, 2], data: [3, 0.3, 4, 0.4] };

test("max norm bounds each unit as torch's renorm does, and leaves the others bit for bit (T-05)", () => {
  const { value } = act("max_norm", columns, { bound: 2 });
  expectClose(value, golden["renorm dim1 max2"].flat(), 6);
  expect([value![1], value![3]]).toEqual([0.3, 0.4]);
  expectClose(value, [1.2, 0.3, 1.6, 0.4]);
  const again = act("max_norm", { shape: [2, 2], data: value! }, { bound: 2 });
  expectClose(again.value, value!);
});

test("max norm in float32 exceeds its bound by rounding at most, and keeps zeros", () => {
  const { value } = act("max_norm", columns, { bound: 2 }, "f32");
  expect(Math.hypot(value![0]!, value![2]!)).toBeLessThan(2 * (1 + 1e-6));
  expect(act("max_norm", { shape: [1, 2], data: [0, 0] }, { bound: 2 }).value).toEqual([0, 0]);
});

test("max norm with an epsilon is the Keras form, which also shrinks units within the bound", () => {
  const { value } = act("max_norm", columns, { bound: 2, epsilon: 0.1 });
  expectClose(value, [(3 * 2) / 5.1, (0.3 * 0.5) / 0.6, (4 * 2) / 5.1, (0.4 * 0.5) / 0.6]);
});

test("a bias is one unit to per-unit norms, as in Keras", () => {
  expectClose(act("max_norm", vector(3, 4), { bound: 1 }).value, [0.6, 0.8]);
});

test("unit norm makes every norm 1 and leaves zeros alone; non-negative cuts off", () => {
  expectClose(act("unit_norm", { shape: [2, 2], data: [3, 0, 4, 0] }, {}).value, [0.6, 0, 0.8, 0]);
  expectClose(act("non_negative", vector(-1, 2), {}).value, [0, 2]);
});

function clip(name: "clip_global_norm" | "clip_norm" | "clip_value", given: Given): number[][] {
  const { effect } = techniques[name];
  if (effect.step !== "gradient") throw new Error(name);
  const options = checkedOptions(fillOptions(techniques[name], given));
  const clipped = compute({ a: vector(3, 4), b: vector(12) }, (builder, { a, b }) => {
    const [first, second] = effect.apply({ builder, gradients: [a!, b!], options });
    return { a: first!, b: second! };
  });
  return [[...clipped.a!], [...clipped.b!]];
}

test("clipping by global norm is exact, and torch's with its epsilon", () => {
  const exact = clip("clip_global_norm", { bound: 1 });
  expectClose(exact.flat(), [3 / 13, 4 / 13, 12 / 13]);
  const torch = clip("clip_global_norm", { bound: 1, epsilon: 1e-6 });
  expectClose(torch.flat(), golden["clip_grad_norm max1 of [3,4],[12]"].g.flat());
  expect(clip("clip_global_norm", { bound: 20 })).toEqual([[3, 4], [12]]);
});

test("clipping by norm treats each tensor alone, clipping by value each number", () => {
  expectClose(clip("clip_norm", { bound: 10 }).flat(), [3, 4, 10]);
  expectClose(clip("clip_norm", { bound: 1 }).flat(), [0.6, 0.8, 1]);
  expectClose(clip("clip_value", { bound: 3.5 }).flat(), [3, 3.5, 3.5]);
});

function activation(name: "dropout" | "activity_l1" | "activity_l2", x: Tensor, given: Given, seed = 1) {
  const { effect } = techniques[name];
  const options = checkedOptions(fillOptions(techniques[name], given));
  return compute(
    { x },
    (builder, { x }) => {
      const context = { builder, x: x!, options, key: () => builder.key("site") };
      if (effect.step === "noise") return { value: effect.apply(context) };
      if (effect.step === "activity-penalty") return { value: effect.value(context) };
      throw new Error(name);
    },
    { seed },
  ).value!;
}

test("dropout keeps the mean and has the variance x²p/q within four standard errors (T-02)", () => {
  const n = 20_000;
  const dropped = activation("dropout", vector(...new Array<number>(n).fill(2)), { rate: 0.3 });
  const mean = dropped.reduce((sum, value) => sum + value, 0) / n;
  const variance = dropped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const expected = (4 * 0.3) / 0.7;
  expect(Math.abs(mean - 2)).toBeLessThan(4 * Math.sqrt(expected / n));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05);
  expect(new Set(dropped)).toEqual(new Set([0, 2 / 0.7]));
});

test("dropout of rate 0 is the identity, and another seed gives another mask", () => {
  const x = vector(...new Array<number>(50).fill(1));
  expect(activation("dropout", x, { rate: 0 })).toEqual(x.data);
  expect(activation("dropout", x, { rate: 0.5 }, 1)).not.toEqual(activation("dropout", x, { rate: 0.5 }, 2));
});

test("activity penalties are divided by the batch", () => {
  const x = { shape: [2, 2], data: [1, -2, 3, -4] };
  expectClose(activation("activity_l1", x, { strength: 0.1 }), [0.5]);
  expectClose(activation("activity_l2", x, { strength: 0.1 }), [1.5]);
});

test.each([
  ["l2", { strength: 0.001 }, "gradient += 0.002 * w"],
  ["l2", { strength: 0.001, half: true }, "gradient += 0.001 * w"],
  ["decay", { strength: 0.01 }, "w -= lr * 0.01 * w"],
  ["decay_coupled", { strength: 0.01 }, "gradient += 0.01 * w, after clipping"],
  ["dropout", { rate: 0.5 }, "each number 0 with probability 0.5, else times 2"],
] as const)("%s %o is explained as `%s`", (name, given, words) => {
  const technique = techniques[name];
  expect(technique.effective(checkedOptions(fillOptions(technique, given)))).toBe(words);
});
