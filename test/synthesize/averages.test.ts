/** The average of the weights: T-10 of 5.4, F-19, 0.6. The fixture of Keras holds another proof of the recurrence. */
import { expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import {
  averageSlots,
  memoryEstimate,
  synthesizeInitialProjection,
  synthesizePredict,
  synthesizeTrain,
} from "../../compiler/synthesize/index.ts";
import {
  type Batch,
  context,
  evaluate,
  initialState,
  runProgram,
  type State,
  trainSteps,
} from "./run-steps.ts";
import { type TestModel, testModel } from "./test-model.ts";

const net: TestModel = {
  input: [2],
  nodes: [
    { id: "hidden", layer: "dense", options: { units: 3 } },
    { id: "norm", layer: "batch_norm", options: { keep: 0.5 } },
    { id: "head", layer: "dense", options: { units: 1 } },
  ],
  policy: { "head.kernel": [{ technique: "l2", options: { strength: 0.1 } }] },
};
const weights = {
  "hidden.kernel": [0.3, -0.2, 0.5, 0.4, 0.1, -0.6],
  "hidden.bias": [0.1, 0.2, 0.3],
  "norm.gamma": [1, 0.5, 2],
  "norm.beta": [0, 1, -1],
  "norm.moving_mean": [0, 0, 0],
  "norm.moving_variance": [1, 1, 1],
  "head.kernel": [0.7, -0.3, 0.2],
  "head.bias": [0],
};
const batches: readonly Batch[] = [
  { x: [1, 2, -1, 0.5, 0, 1], y: [1, 0, 2] },
  { x: [0.2, -2, 1, 1.5, 3, 0], y: [0, 1, 1] },
  { x: [-1, 1, 2, 2, 0.5, -0.5], y: [2, 0, -1] },
  { x: [0, 0.3, 1, -1, -2, 2], y: [1, 1, 0] },
];

function averaging(options: { readonly keep: number; readonly warmup?: number; readonly evaluate?: string }) {
  return testModel({
    ...net,
    sites: [{ id: "update/ema", at: { site: "update" }, technique: "ema", options }],
  });
}

/** The averages by the formula, from the weights behind each step. */
function followed(states: readonly State[], id: string, shareAt: (step: number) => number): number[] {
  return states.reduce<number[]>((average, state, step) => {
    const keep = shareAt(step);
    return [...state.get(id)!].map((value, i) => keep * (average[i] ?? 0) + (1 - keep) * value);
  }, []);
}

test.each([
  ["copies after the first step, then keeps its share", { keep: 0.75 }, (t: number) => (t === 0 ? 0 : 0.75)],
  [
    "looks back less far while it warms up",
    { keep: 0.75, warmup: 0.5 },
    (t: number) => Math.min(0.75, 1 - (1 + t / 0.5) ** (-2 / 3)),
  ],
] as const)("an average %s, of weights and of moving statistics", (_, options, shareAt) => {
  const model = averaging(options);
  const states = trainSteps(model, weights, batches).map(({ state }) => state);
  const plain = trainSteps(testModel(net), weights, batches).map(({ state }) => state);
  for (const id of Object.keys(weights)) {
    // Training goes on from the weights, never from their average (N-16).
    expect(states.at(-1)!.get(id)).toEqual(plain.at(-1)!.get(id));
    followed(states, id, shareAt).forEach((value, i) => {
      expect(states.at(-1)!.get(`ema/${id}`)![i], id).toBeCloseTo(value, 13);
    });
  }
});

test("evaluation and prediction read the averages, statistics and penalties included", () => {
  const model = averaging({ keep: 0.5 });
  const { state } = trainSteps(model, weights, batches).at(-1)!;
  const averages = Object.fromEntries(Object.keys(weights).map((id) => [id, [...state.get(`ema/${id}`)!]]));
  const swapped = initialState(testModel(net), averages);
  expect(evaluate(model, state, batches[0]!)).toEqual(evaluate(testModel(net), swapped, batches[0]!));
  const predicted = (of: typeof model, from: State) =>
    runProgram(synthesizePredict(of, 3), batches[0]!, from, context(0)).outputs.get("output.out")!.data;
  expect(predicted(model, state)).toEqual(predicted(testModel(net), swapped));
  expect(predicted(model, state)).not.toEqual(predicted(testModel(net), state));
});

test("with `evaluate: last` the average is kept, and nothing reads it", () => {
  const model = averaging({ keep: 0.5, evaluate: "last" });
  const { state } = trainSteps(model, weights, batches).at(-1)!;
  expect(evaluate(model, state, batches[0]!)).toEqual(evaluate(testModel(net), state, batches[0]!));
  expect(averageSlots(model).every(({ evaluated }) => !evaluated)).toBe(true);
});

test("before the first step the average is a copy, of projected weights too", () => {
  const policy = { "hidden.kernel": [{ technique: "max_norm", options: { bound: 0.1 } }] } as const;
  const sites = [
    { id: "update/ema", at: { site: "update" }, technique: "ema", options: { keep: 0.9 } },
  ] as const;
  const model = testModel({ ...net, policy, sites });
  const state = initialState(model, weights);
  const { writes } = runProgram(synthesizeInitialProjection(model)!, null, state, context(0));
  expect(writes.get("ema/hidden.kernel")!.data).toEqual(writes.get("hidden.kernel")!.data);
  expect(writes.get("hidden.kernel")!.data).not.toEqual(state.get("hidden.kernel"));
});

test("a parameter that no loss reads has no average of its own", () => {
  const model = testModel({
    ...net,
    nodes: [
      { id: "aside", layer: "dense", options: { units: 3 } },
      { ...net.nodes[0]!, inputs: ["x"] },
    ],
    policy: {},
    sites: [{ id: "update/ema", at: { site: "update" }, technique: "ema", options: { keep: 0.9 } }],
  });
  expect(averageSlots(model).map(({ name }) => name)).toEqual(["ema/hidden.kernel", "ema/hidden.bias"]);
});

test("averages count as memory", () => {
  const extra = memoryEstimate(averaging({ keep: 0.9 }), 3).slots - memoryEstimate(testModel(net), 3).slots;
  expect(extra).toBe(4 * Object.values(weights).flat().length);
});

test.each(["sgd", "momentum", "adamw"] as const)(
  "under %s parameter, slots and average are one loop over all parameters (F-19, F-21)",
  (name) => {
    const model = testModel({
      input: [4],
      nodes: [
        { id: "hidden", layer: "dense", options: { units: 3 } },
        { id: "head", layer: "dense", options: { units: 1 } },
      ],
      optimizer: { name, options: { lr: 0.1 } },
      sites: [{ id: "update/ema", at: { site: "update" }, technique: "ema", options: { keep: 0.9 } }],
    });
    const { program } = optimize(synthesizeTrain(model, 8));
    const makers = new Set(
      program.writes.map(({ value }) =>
        program.instructions.find(({ outputs }) => outputs.some(({ id }) => id === value.id)),
      ),
    );
    expect([...makers].map((maker) => maker?.op)).toEqual(["fused_segments"]);
  },
);
