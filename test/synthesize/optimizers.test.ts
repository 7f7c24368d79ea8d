import { expect, test } from "vitest";
import golden from "../fixtures/golden-torch.json" with { type: "json" };
import { trainSteps } from "./run-steps.ts";
import { type TestModel, type TestTechnique, testModel } from "./test-model.ts";

/**
 * One weight vector whose gradient is whatever we feed: |x·w + 1e6| has the gradient x. The goldens give one
 * gradient for each of three steps.
 */
function weightsAfterEachStep(optimizer: TestModel["optimizer"], policy: readonly TestTechnique[] = []) {
  const model = testModel({
    input: [4],
    nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
    loss: { name: "mae" },
    ...(optimizer === undefined ? {} : { optimizer }),
    policy: { "w.kernel": policy },
  });
  const batches = golden.grads.map((x) => ({ x, y: [-1e6] }));
  return trainSteps(model, { "w.kernel": golden.w0 }, batches).map(({ state }) => [
    ...state.get("w.kernel")!,
  ]);
}

function expectClose(actual: readonly (readonly number[])[], wanted: readonly (readonly number[])[]) {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((step, i) => {
    step.forEach((value, j) => {
      expect(actual[i]![j]).toBeCloseTo(value, 12);
    });
  });
}

const coupled: TestTechnique = { technique: "decay_coupled", options: { strength: 0.01 } };
const decoupled: TestTechnique = { technique: "decay", options: { strength: 0.01 } };
const halfL2: TestTechnique = { technique: "l2", options: { strength: 0.01, half: true } };
const kerasL2: TestTechnique = { technique: "l2", options: { strength: 0.005 } };
const lr = 0.1;

const cases: readonly [keyof typeof golden, TestModel["optimizer"], TestTechnique?][] = [
  ["sgd lr.1 wd.01 (coupled)", { name: "sgd", options: { lr } }, coupled],
  ["sgd lr.1 wd.01 (coupled)", { name: "sgd", options: { lr } }, decoupled],
  ["sgd lr.1 wd.01 (coupled)", { name: "sgd", options: { lr } }, halfL2],
  ["sgd lr.1 wd.01 (coupled)", { name: "sgd", options: { lr } }, kerasL2],
  ["sgd lr.1 m.9 wd.01 (coupled)", { name: "sgd", options: { lr, momentum: 0.9 } }, coupled],
  ["sgd lr.1 m.9 wd.01 (coupled)", { name: "momentum", options: { lr } }, halfL2],
  ["sgd lr.1 m.9 nesterov", { name: "sgd", options: { lr, momentum: 0.9, nesterov: true } }],
  ["sgd lr.1 m.9 nesterov", { name: "nesterov", options: { lr } }],
  ["adam lr.1 eps1e-8", { name: "adam", options: { lr } }],
  ["adam lr.1 wd.01 (coupled L2)", { name: "adam", options: { lr } }, coupled],
  ["adam lr.1 wd.01 (coupled L2)", { name: "adam", options: { lr } }, halfL2],
  ["adamw lr.1 wd.01 (decoupled)", { name: "adam", options: { lr } }, decoupled],
  ["adamw lr.1 wd.01 (decoupled)", { name: "adamw", options: { lr } }, decoupled],
  ["rmsprop lr.1 alpha.9 eps1e-7", { name: "rmsprop", options: { lr } }],
  ["adadelta lr1 rho.95 eps1e-6", { name: "adadelta" }],
  ["adagrad lr.1 init.1 eps1e-7", { name: "adagrad", options: { lr } }],
];

test.each(cases)("the weights are those of torch: %s with %o and %o", (name, optimizer, technique) => {
  const wanted = golden[name] as unknown as readonly (readonly number[])[];
  expectClose(weightsAfterEachStep(optimizer, technique === undefined ? [] : [technique]), wanted);
});

test("coupled and decoupled decay part ways under momentum (N-01)", () => {
  const optimizer = { name: "sgd", options: { lr: 0.1, momentum: 0.9 } } as const;
  const after = (technique: TestTechnique["technique"]) => {
    const model = testModel({
      input: [1],
      nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
      loss: { name: "mae" },
      optimizer,
      policy: { "w.kernel": [{ technique, options: { strength: 0.1 } }] },
    });
    const silent = { x: [0], y: [1] };
    return trainSteps(model, { "w.kernel": [1] }, [silent, silent, silent])[2]!.state.get("w.kernel")![0];
  };
  expect(after("decay_coupled")).toBeCloseTo(0.944379, 12);
  expect(after("decay")).toBeCloseTo(0.99 ** 3, 12);
});

test("decay that is not scaled by the learning rate shrinks by its strength alone", () => {
  const unscaled: TestTechnique = { technique: "decay", options: { strength: 0.001, scaled_by: "none" } };
  expectClose(
    weightsAfterEachStep({ name: "adam", options: { lr } }, [unscaled]),
    golden["adamw lr.1 wd.01 (decoupled)"],
  );
});

test.each([
  ["outside", 9.0909e-4],
  ["before_correction", 2.4025e-4],
])("Adam with epsilon %s makes a first step of %d for a gradient of 1e-6 (T-17)", (mode, step) => {
  const model = testModel({
    input: [1],
    nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
    loss: { name: "mae" },
    optimizer: { name: "adam", options: { lr: 1e-3, epsilon: 1e-7, epsilon_mode: mode } },
  });
  const [result] = trainSteps(model, { "w.kernel": [0] }, [{ x: [1e-6], y: [-1] }]);
  expect(-result!.state.get("w.kernel")![0]!).toBeCloseTo(step, 8);
});

test("centred RMSprop divides by the deviation of the gradient", () => {
  const model = testModel({
    input: [1],
    nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
    loss: { name: "mae" },
    optimizer: { name: "rmsprop", options: { lr: 1, rho: 0.5, centered: true, epsilon: 1e-12 } },
  });
  const [result] = trainSteps(model, { "w.kernel": [0] }, [{ x: [2], y: [-1] }]);
  // s = 2, mean = 1, so the deviation is 1.
  expect(result!.state.get("w.kernel")![0]).toBeCloseTo(-2, 9);
});

test("a momentum that follows a schedule is used at each step's own value", () => {
  const momentum = {
    name: "linear",
    options: { from: 0.5, to: 0, length: { value: 2, unit: "step" } },
  } as const;
  const model = testModel({
    input: [1],
    nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
    loss: { name: "mae" },
    optimizer: { name: "sgd", options: { lr: 1, momentum } },
  });
  const batch = { x: [1], y: [-100] };
  const steps = trainSteps(model, { "w.kernel": [0] }, [batch, batch, batch]);
  // velocities 1, 0.25 * 1 + 1, 0 * 1.25 + 1
  expect(steps.map(({ state }) => state.get("w.kernel")![0])).toEqual([-1, -2.25, -3.25]);
});

test.each<[TestModel["optimizer"], string]>([
  [{ name: "sgd", options: { lr: 0.1, momentum: 0.001 } }, "sgd.momentum/w.kernel"],
  [{ name: "adamw", options: { beta1: 0.001 } }, "adamw.m/w.kernel"],
])("a moment of %o that fades ends at 0, not among subnormal numbers", (optimizer, slot) => {
  const model = testModel({
    input: [1],
    nodes: [{ id: "w", layer: "dense", options: { units: 1, bias: false } }],
    loss: { name: "mae" },
    ...(optimizer === undefined ? {} : { optimizer }),
  });
  const batches = [{ x: [1], y: [-1e6] }, ...Array.from({ length: 15 }, () => ({ x: [0], y: [-1e6] }))];
  const moments = trainSteps(model, { "w.kernel": [1] }, batches).map(({ state }) => state.get(slot)![0]!);
  expect(moments[11]).toBeGreaterThan(2 ** -126);
  expect(moments.slice(13)).toEqual([0, 0, 0]);
});
