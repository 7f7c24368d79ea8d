/** Models as the synthesizer builds them: every pass together against none, over steps of training. */
import { describe, expect, test } from "vitest";
import type { Model } from "../../compiler/ir/model.ts";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { generate } from "../../compiler/program/nd-array.ts";
import { optimizerSlots, synthesizeEvaluate, synthesizeTrain } from "../../compiler/synthesize/index.ts";
import { type TestModel, type TestTechnique, testModel } from "../synthesize/test-model.ts";
import { type Arrays, difference, expectSameTraining, operations, textsOf, train } from "./train.ts";

const at = (value: string) => ({ site: "activation", value }) as const;

function convNet(
  given: Pick<TestModel, "optimizer"> & { readonly kernels: readonly TestTechnique[] },
): Model {
  return testModel({
    input: [6, 6, 2],
    nodes: [
      { id: "conv", layer: "conv", options: { filters: 4, size: 3 } },
      { id: "norm", layer: "batch_norm" },
      { id: "active", layer: "relu" },
      { layer: "max_pool", options: { size: 2 } },
      { layer: "flatten" },
      { id: "hidden", layer: "dense", options: { units: 5 } },
      { id: "bent", layer: "tanh" },
      { id: "head", layer: "dense", options: { units: 3 } },
    ],
    loss: { name: "cross_entropy" },
    optimizer: given.optimizer,
    policy: { "conv.kernel": given.kernels, "hidden.kernel": given.kernels, "head.kernel": given.kernels },
    sites: [
      { id: "bent/dropout", technique: "dropout", options: { rate: 0.4 }, at: at("bent") },
      { id: "hidden/activity", technique: "activity_l2", options: { strength: 0.01 }, at: at("hidden") },
      {
        id: "target/smoothing",
        technique: "label_smoothing",
        options: { epsilon: 0.1 },
        at: { site: "target" },
      },
    ],
    metrics: [{ name: "accuracy" }],
  });
}

function initialSlots(model: Model): Arrays {
  return new Map(
    optimizerSlots(model).map(({ name, shape, initial }) => [
      name,
      generate({ shape, dtype: "f32" }, () => initial),
    ]),
  );
}

describe("a convolutional net trains the same with every pass", () => {
  const kernels: readonly (readonly TestTechnique[])[] = [
    [{ technique: "l2", options: { strength: 0.02 } }],
    [
      { technique: "decay", options: { strength: 0.1 } },
      { technique: "l1", options: { strength: 0.01 } },
    ],
    [
      { technique: "prox_l1", options: { strength: 0.02 } },
      { technique: "max_norm", options: { bound: 0.8 } },
    ],
  ];
  // The plain program's gradient of the dead bias is 1e-17 for 0, which Adam's default ε would make a step of 1e-9.
  const ofAdam = { epsilon: 1e-6 };
  const names = ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad", "adadelta"] as const;

  test.each(names)("%s", (name) => {
    for (const techniques of kernels) {
      const own = name === "adam" || name === "adamw" ? ofAdam : {};
      const model = convNet({ optimizer: { name, options: { lr: 0.05, ...own } }, kernels: techniques });
      const program = synthesizeTrain(model, 4);
      expectSameTraining(program, optimize(program).program, 8, initialSlots(model));
    }
  });
});

test("the step of a convolutional net holds what the rules promise", () => {
  const l2 = { technique: "l2", options: { strength: 0.02 } } as const;
  const program = synthesizeTrain(
    convNet({ optimizer: { name: "sgd", options: { lr: 0.1 } }, kernels: [l2] }),
    4,
  );
  const { program: optimized, notes } = optimize(program);
  for (const gone of ["one_hot", "gradient", "log"] as const)
    expect(operations(optimized)).not.toContain(gone);
  for (const rule of ["F-01", "F-02", "F-10", "F-17", "F-21"])
    expect([rule, textsOf(notes, "rewrote").some((text) => text.includes(rule))]).toEqual([rule, true]);
  expect(operations(optimized).filter((op) => op === "fused_segments").length).toBe(1);
  expect(optimized.instructions.length).toBeLessThan(0.5 * lowerPlainly(program).instructions.length);
});

test("evaluation with folded batch normalization gives the same numbers", () => {
  const program = synthesizeEvaluate(
    convNet({ optimizer: { name: "sgd", options: { lr: 0.1 } }, kernels: [] }),
    4,
  );
  const { program: optimized, notes } = optimize(program);
  expect(textsOf(notes, "rewrote").some((text) => text.includes("F-16"))).toBe(true);
  expect(difference(train(lowerPlainly(program), 3), train(optimized, 3))).toBeLessThan(1e-9);
});
