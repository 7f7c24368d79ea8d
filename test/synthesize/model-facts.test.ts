import { expect, test } from "vitest";
import {
  memoryEstimate,
  parameterCount,
  synthesizeInitialProjection,
  synthesizePredict,
} from "../../compiler/synthesize/index.ts";
import { context, initialState, runProgram } from "./run-steps.ts";
import { testModel } from "./test-model.ts";

const model = testModel({
  input: [2],
  nodes: [
    { id: "hidden", layer: "dense", options: { units: 3 } },
    { id: "norm", layer: "batch_norm", options: { epsilon: 1e-9 } },
  ],
  optimizer: { name: "adam" },
  policy: { "hidden.kernel": [{ technique: "max_norm", options: { bound: 1 } }] },
});

const weights = {
  "hidden.kernel": [3, 0, 1, 4, 0.5, 0],
  "hidden.bias": [0, 0, 0],
  "norm.gamma": [2, 2, 2],
  "norm.beta": [1, 1, 1],
  "norm.moving_mean": [0, 1, 0],
  "norm.moving_variance": [4, 4, 4],
};

test("fresh parameters are projected once before the first step (0.5 step 13)", () => {
  const program = synthesizeInitialProjection(model)!;
  const { writes } = runProgram(program, null, initialState(model, weights), context(0));
  const projected = [...writes.get("hidden.kernel")!.data];
  [0.6, 0, 1, 0.8, 0.5, 0].forEach((value, i) => {
    expect(projected[i]).toBeCloseTo(value, 12);
  });
  expect([...writes.keys()]).toEqual(["hidden.kernel"]);
});

test("without a projection there is nothing to run at the start", () => {
  const plain = testModel({ input: [2], nodes: [{ layer: "dense", options: { units: 1 } }] });
  expect(synthesizeInitialProjection(plain)).toBeNull();
});

test("prediction uses the moving statistics and gives every output by its name", () => {
  const state = initialState(model, weights);
  const { outputs, writes } = runProgram(
    synthesizePredict(model, 1),
    { x: [1, 1], y: [] },
    state,
    context(0),
  );
  expect(writes.size).toBe(0);
  const given = [...outputs.get("output.out")!.data];
  [8, 0.5, 2].forEach((value, i) => {
    expect(given[i]).toBeCloseTo(value, 7);
  });
});

test("memory counts parameters with gradients, slots, and activations of the whole batch", () => {
  expect(parameterCount(model)).toBe(6 + 3 + 6);
  expect(memoryEstimate(model, 10)).toEqual({
    parameters: 4 * (21 + 15),
    slots: 4 * 2 * 15,
    activations: 4 * 10 * (2 + 2 * 6),
    total: 4 * (36 + 30 + 140),
  });
});
