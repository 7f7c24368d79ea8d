import { expect, test } from "vitest";
import type { Site } from "../../compiler/ir/model.ts";
import type { Program } from "../../compiler/program/program.ts";
import { synthesizeEvaluate, synthesizePredict, synthesizeTrain } from "../../compiler/synthesize/index.ts";
import { evaluate, initialState, trainSteps } from "./run-steps.ts";
import { type TestModel, testModel } from "./test-model.ts";

function dropout(id: string, at: Site["at"], rate = 0.5) {
  return { id, at, technique: "dropout", options: { rate } } as const;
}
const after = (value: string) => ({ site: "activation", value }) as const;

function keys({ inputs }: Program): readonly string[] {
  return inputs.filter(({ kind }) => kind === "key").map(({ name }) => name);
}

/** The article's network (B-13) in small: an l1_l2 kernel, ReLU, dropout, a softmax head. */
const article: TestModel = {
  input: [4],
  nodes: [
    { id: "hidden", layer: "dense", options: { units: 8 } },
    { id: "act", layer: "relu" },
    { id: "head", layer: "dense", options: { units: 3 } },
  ],
  loss: { name: "cross_entropy" },
  optimizer: { name: "adam", options: { lr: 0.01 } },
  policy: {
    "hidden.kernel": [
      { technique: "l1", options: { strength: 0.01 } },
      { technique: "l2", options: { strength: 0.01 } },
    ],
  },
  sites: [dropout("act/dropout", after("act"))],
};

const weights = Object.fromEntries(
  testModel(article).network.parameters.map(({ id, shape }) => [
    id,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(3 * i + id.length)),
  ]),
);
const batch = { x: [1, -2, 0.5, 0.25, 0.1, 0.9, -1, 2], y: [0, 2] };
const batches = [batch, batch, batch, batch];

test("the same seed gives the same run, another seed another one (T-13)", () => {
  const totals = (seed: number) =>
    trainSteps(testModel(article), weights, batches, { seed }).map(({ outputs }) => outputs["loss.total"]);
  expect(totals(1)).toEqual(totals(1));
  expect(totals(1)).not.toEqual(totals(2));
});

test("each step has a mask of its own (T6)", () => {
  const frozen = testModel({ ...article, optimizer: { name: "sgd", options: { lr: 0 } } });
  const losses = trainSteps(frozen, weights, batches).map(({ outputs }) => outputs["loss.data"]);
  expect(new Set(losses).size).toBeGreaterThan(1);
});

test("noise has a key named after its site, in training and nowhere else (0.6, 0.7)", () => {
  const model = testModel(article);
  expect(keys(synthesizeTrain(model, 2))).toEqual(["act/dropout"]);
  expect(keys(synthesizeEvaluate(model, 2))).toEqual([]);
  expect(keys(synthesizePredict(model, 2))).toEqual([]);
  expect(synthesizeEvaluate(model, 2).writes).toEqual([]);
});

test("at inference a network with dropout is bit for bit the network without (0.6)", () => {
  const without = testModel({ ...article, sites: [] });
  const reported = (model: typeof without) => evaluate(model, initialState(model, weights), batch);
  expect(reported(testModel(article))).toEqual(reported(without));
});

test("the penalties of the article's network have the exact Keras values on train and validation (T-15)", () => {
  const model = testModel(article);
  const kernel = weights["hidden.kernel"]!;
  const l1 = 0.01 * kernel.reduce((sum, w) => sum + Math.abs(w), 0);
  const l2 = 0.01 * kernel.reduce((sum, w) => sum + w * w, 0);
  const trained = trainSteps(model, weights, [batch])[0]!.outputs;
  for (const outputs of [trained, evaluate(model, initialState(model, weights), batch)]) {
    expect(outputs["loss.penalty.l1"]).toBeCloseTo(l1, 12);
    expect(outputs["loss.penalty.l2"]).toBeCloseTo(l2, 12);
    expect(outputs["loss.total"]).toBeCloseTo(outputs["loss.data"]! + l1 + l2, 12);
  }
});

/** Which sums of a dropped and an undropped 1, over many examples, come out. */
function sumsOf(sites: TestModel["sites"]): readonly number[] {
  const model = testModel({
    input: [1],
    nodes: [
      { id: "a", layer: "identity", inputs: ["x"] },
      { id: "sum", layer: "add", inputs: ["a", "x"] },
      { id: "w", layer: "dense", options: { units: 1, bias: false } },
    ],
    loss: { name: "mae" },
    sites: sites ?? [],
    optimizer: { name: "sgd", options: { lr: -1 } },
  });
  // The gradient by the weight is the mean of what enters it, one example at a time.
  const singles = Array.from({ length: 40 }, () => ({ x: [1], y: [-1e6] }));
  const states = trainSteps(model, { "w.kernel": [0] }, singles).map(
    ({ state }) => state.get("w.kernel")![0]!,
  );
  return [...new Set(states.map((value, i) => Math.round(value - (states[i - 1] ?? 0))))].sort();
}

test("noise after a value reaches all its readers, noise before a node only that input", () => {
  expect(sumsOf([dropout("x/dropout", after("x"))])).toEqual([0, 4]);
  expect(sumsOf([dropout("sum/dropout", { site: "before", node: "sum", input: 1 })])).toEqual([1, 3]);
  expect(sumsOf([dropout("a/dropout", after("a"))])).toEqual([1, 3]);
});

test("an activity penalty sees what the noise before it left, divided by the batch", () => {
  const activity = {
    id: "act/activity_l1",
    at: after("act"),
    technique: "activity_l1",
    options: { strength: 1 },
  } as const;
  const doubled = testModel({
    input: [100],
    nodes: [
      { id: "act", layer: "identity" },
      { id: "w", layer: "dense", options: { units: 1 } },
    ],
    sites: [dropout("act/dropout", after("act"), 0.5), activity],
  });
  const ones = { x: new Array<number>(200).fill(1), y: [0, 0] };
  const zero = { "w.kernel": new Array<number>(100).fill(0), "w.bias": [0] };
  const trained = trainSteps(doubled, zero, [ones])[0]!.outputs["loss.penalty.activity_l1"]!;
  expect(trained).not.toBe(100);
  expect(trained).toBeGreaterThan(70);
  expect(trained).toBeLessThan(130);
  expect(evaluate(doubled, initialState(doubled, zero), ones)["loss.penalty.activity_l1"]).toBe(100);
});

test("targets are smoothed in training only (2.7)", () => {
  const smoothing = {
    id: "target/label_smoothing",
    at: { site: "target" },
    technique: "label_smoothing",
    options: { epsilon: 0.3 },
  } as const;
  const plain = testModel({ ...article, sites: [] });
  const smooth = testModel({ ...article, sites: [smoothing] });
  const loss = (model: typeof plain) => trainSteps(model, weights, [batch])[0]!.outputs["loss.data"]!;
  expect(loss(smooth)).not.toBeCloseTo(loss(plain), 3);
  const state = initialState(plain, weights);
  expect(evaluate(smooth, state, batch)).toEqual(evaluate(plain, state, batch));
});
