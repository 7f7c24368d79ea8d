import { describe, expect, test } from "vitest";
import type { Program } from "../../compiler/program/program.ts";
import { optimizerSlots, synthesizeTrain } from "../../compiler/synthesize/index.ts";
import { trainSteps } from "./run-steps.ts";
import { type TestModel, type TestTechnique, testModel } from "./test-model.ts";

const weight: TestModel["nodes"] = [{ id: "w", layer: "dense", options: { units: 1, bias: false } }];

/** One weight of 1 and a gradient of g, for one step of plain descent with η = 0.1. */
function stepped(g: number, policy: readonly TestTechnique[], sites: TestModel["sites"] = [], w = 1): number {
  const model = testModel({
    input: [1],
    nodes: weight,
    loss: { name: "mae" },
    policy: { "w.kernel": policy },
    sites,
  });
  const [result] = trainSteps(model, { "w.kernel": [w] }, [{ x: [g], y: [-1e6] }]);
  return result!.state.get("w.kernel")![0]!;
}

const clipped = [
  {
    id: "gradient/clip",
    at: { site: "gradient" },
    technique: "clip_global_norm",
    options: { bound: 1 },
  },
] as const;

describe("the order of a step (0.5)", () => {
  test("a penalty is in the gradient when it is clipped; coupled decay joins after (N-04)", () => {
    expect(stepped(3, [{ technique: "l2", options: { strength: 2 } }], clipped)).toBeCloseTo(0.9, 12);
    expect(stepped(3, [{ technique: "decay_coupled", options: { strength: 4 } }], clipped)).toBeCloseTo(
      0.5,
      12,
    );
  });

  test("decoupled decay and the step are both taken from the old weight", () => {
    expect(stepped(2, [{ technique: "decay", options: { strength: 3 } }])).toBeCloseTo(1 - 0.3 - 0.2, 12);
  });

  test("the proximal operator acts on the stepped weight, and projections on what it leaves", () => {
    const prox: TestTechnique = { technique: "prox_l1", options: { strength: 1 } };
    const bound: TestTechnique = { technique: "max_norm", options: { bound: 0.5 } };
    expect(stepped(2, [prox])).toBeCloseTo(0.7, 12);
    expect(stepped(2, [bound, prox])).toBeCloseTo(0.5, 12);
    expect(stepped(-1, [bound, prox], [], 0.45)).toBeCloseTo(0.45, 12);
    expect(stepped(2, [prox], [], 0.25)).toBe(0);
  });

  test("the first step reads its schedule at 0", () => {
    const lr = { name: "linear", options: { from: 0.5, to: 0, length: { value: 2, unit: "step" } } } as const;
    const model = testModel({
      input: [1],
      nodes: weight,
      loss: { name: "mae" },
      optimizer: { name: "sgd", options: { lr } },
    });
    const batch = { x: [1], y: [-100] };
    const steps = trainSteps(model, { "w.kernel": [0] }, [batch, batch, batch]);
    expect(steps.map(({ state }) => state.get("w.kernel")![0])).toEqual([-0.5, -0.75, -0.75]);
  });
});

function names(program: Program, kind: Program["inputs"][number]["kind"]): readonly string[] {
  return program.inputs.filter((input) => input.kind === kind).map(({ name }) => name);
}

describe("parameters", () => {
  test("a shared variable is penalised once, and its gradients add up (N-14, T25)", () => {
    const model = testModel({
      input: [1],
      nodes: [...weight, { id: "again", layer: "dense", options: { units: 1, bias: false }, shares: "w" }],
      loss: { name: "mae" },
      policy: { "w.kernel": [{ technique: "l2", options: { strength: 0.5 } }] },
    });
    const [result] = trainSteps(model, { "w.kernel": [2] }, [{ x: [3], y: [-100] }]);
    expect(result!.outputs["loss.penalty.l2"]).toBeCloseTo(0.5 * 4, 12);
    // The prediction is w²x, so the gradient is 2wx + λ·2w.
    expect(result!.state.get("w.kernel")![0]).toBeCloseTo(2 - 0.1 * (12 + 2), 12);
  });

  const twoHeads: TestModel = {
    input: [1],
    nodes: [
      { id: "unused", layer: "dense", options: { units: 1, bias: false }, inputs: ["x"] },
      { id: "w", layer: "dense", options: { units: 1, bias: false }, inputs: ["x"] },
    ],
    optimizer: { name: "adam" },
  };

  test("a parameter that the loss does not reach is left alone: no step, no decay, no slots (N-15)", () => {
    const model = testModel({
      ...twoHeads,
      policy: { "unused.kernel": [{ technique: "decay", options: { strength: 1 } }] },
    });
    const program = synthesizeTrain(model, 2);
    expect(program.writes.map(({ name }) => name)).toEqual([
      "adam.m/w.kernel",
      "adam.v/w.kernel",
      "w.kernel",
    ]);
    expect(optimizerSlots(model).map(({ name }) => name)).toEqual(["adam.m/w.kernel", "adam.v/w.kernel"]);
  });

  test("a penalty, of its weights or of its activity, is a loss that reaches a parameter", () => {
    const updated = (model: TestModel) => synthesizeTrain(testModel(model), 2).writes.map(({ name }) => name);
    const l1 = { technique: "l1", options: { strength: 1 } } as const;
    expect(updated({ ...twoHeads, policy: { "unused.kernel": [l1] } })).toContain("unused.kernel");
    const at = { site: "activation", value: "unused" } as const;
    const activity = {
      id: "unused/activity_l2",
      at,
      technique: "activity_l2",
      options: { strength: 1 },
    } as const;
    expect(updated({ ...twoHeads, sites: [activity] })).toContain("unused.kernel");
  });

  test("a shared batch norm goes on from the statistics of its first use", () => {
    const model = testModel({
      input: [1],
      nodes: [
        { id: "norm", layer: "batch_norm", options: { keep: 0.75 } },
        { id: "again", layer: "batch_norm", options: { keep: 0.75 }, shares: "norm" },
      ],
    });
    const weights = {
      "norm.gamma": [1],
      "norm.beta": [2],
      "norm.moving_mean": [0],
      "norm.moving_variance": [1],
    };
    const [result] = trainSteps(model, weights, [{ x: [1, 3], y: [0, 0] }]);
    // Means of the batch: 2 at the first use, the shift 2 at the second.
    expect(result!.state.get("norm.moving_mean")![0]).toBeCloseTo(0.75 * (0.25 * 2) + 0.25 * 2, 12);
  });

  test("slots are named after the optimizer and the parameter, and all are read and written", () => {
    const model = testModel({
      input: [2],
      nodes: [{ id: "a", layer: "dense", options: { units: 3 } }],
      loss: { name: "cross_entropy" },
      optimizer: { name: "rmsprop", options: { momentum: 0.9, centered: true } },
    });
    const slots = optimizerSlots(model);
    expect(slots).toHaveLength(6);
    expect(slots[0]).toEqual({ name: "rmsprop.square/a.kernel", shape: [2, 3], initial: 0 });
    const program = synthesizeTrain(model, 4);
    const declared = slots.map(({ name }) => name).sort();
    expect([...names(program, "slot")].sort()).toEqual(declared);
    expect(program.writes.flatMap(({ name }) => (name.includes("/") ? [name] : [])).sort()).toEqual(declared);
  });
});

describe("what a train program says", () => {
  const classifier = testModel({
    input: [2],
    nodes: [
      { id: "hidden", layer: "dense", options: { units: 3 } },
      { id: "norm", layer: "batch_norm" },
      { id: "head", layer: "dense", options: { units: 3 } },
    ],
    loss: { name: "cross_entropy" },
    policy: {
      "hidden.kernel": [
        { technique: "l1", options: { strength: 0.1 } },
        { technique: "l2", options: { strength: 0.2 } },
      ],
      "head.kernel": [{ technique: "l2", options: { strength: 0.3 } }],
    },
    metrics: [{ name: "accuracy" }],
  });
  const program = synthesizeTrain(classifier, 4);

  test("inputs are the fields, the parameters and the statistics, each of its kind", () => {
    expect(names(program, "batch")).toEqual(["x", "y"]);
    expect(program.inputs.find(({ name }) => name === "y")!.value).toMatchObject({
      shape: [4],
      dtype: "i32",
    });
    expect([...names(program, "state")].sort()).toEqual(["norm.moving_mean", "norm.moving_variance"]);
    expect(names(program, "parameter")).toHaveLength(6);
  });

  test("each penalty is reported by its technique, and the total is their sum with the data loss", () => {
    expect(program.outputs.map(({ name }) => name)).toEqual([
      "metric.accuracy.correct",
      "metric.accuracy.count",
      "loss.data",
      "loss.penalty.l1",
      "loss.penalty.l2",
      "loss.total",
    ]);
    const weights = Object.fromEntries(
      classifier.network.parameters.map(({ id, shape }) => [
        id,
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i % 5) / 5 + 0.1),
      ]),
    );
    const batch = { x: [1, 2, -1, 0.5, 0.3, -2, 1, 1], y: [0, 1, 2, 1] };
    for (const { outputs } of trainSteps(classifier, weights, [batch, batch, batch])) {
      const parts = outputs["loss.data"]! + outputs["loss.penalty.l1"]! + outputs["loss.penalty.l2"]!;
      expect(outputs["loss.total"]).toBeCloseTo(parts, 12);
      expect(outputs["metric.accuracy.count"]).toBe(4);
    }
  });

  test("the moving statistics are written with the parameters", () => {
    expect(program.writes.map(({ name }) => name)).toContain("norm.moving_mean");
  });
});
