import { describe, expect, test } from "vitest";
import type { Outcome } from "../../compiler/explain/explanation.ts";
import type { TestModel } from "../synthesize/test-model.ts";
import { classifier, explained, parameterOf, siteOf } from "./models.ts";

const l2 = { technique: "l2", options: { strength: 0.01 } } as const;
const decay = { technique: "decay", options: { strength: 0.02 } } as const;
const clip = [
  {
    id: "gradient/clip_global_norm",
    at: { site: "gradient" },
    technique: "clip_global_norm",
    options: { bound: 1 },
  },
] as const;

function compiled(given: Partial<TestModel>, technique: string): readonly Outcome[] {
  const { policy } = parameterOf(explained(classifier(given)), "head.kernel");
  return policy.find((applied) => applied.technique === technique)!.compiled;
}

const words = (outcomes: readonly Outcome[]) => outcomes.map(({ outcome, pass }) => `${outcome} ${pass}`);

describe("what becomes of an L2 penalty", () => {
  const under = (name: "sgd" | "momentum" | "adam", sites: TestModel["sites"] = []) =>
    compiled({ optimizer: { name, options: { lr: 0.1 } }, sites, policy: { "head.kernel": [l2] } }, "l2");

  test("under plain SGD it leaves the loss and becomes a factor on the weight", () => {
    expect(words(under("sgd"))).toEqual(["fused fuse-weight-decay", "fused shrink-under-sgd"]);
  });

  test("under momentum it stays in the gradient, and N-01 says why", () => {
    const outcomes = under("momentum");
    expect(words(outcomes)).toEqual(["fused fuse-weight-decay", "refused shrink-under-sgd"]);
    expect(outcomes[1]!.text).toContain("momentum reads the gradient with the penalty in it");
    expect(outcomes[1]!.text).toContain("(N-01)");
  });

  test("under Adam it stays in the gradient, and N-02 says why", () => {
    const outcomes = under("adam");
    expect(words(outcomes)).toEqual(["fused fuse-weight-decay", "refused shrink-under-sgd"]);
    expect(outcomes[1]!.text).toContain("(N-02)");
  });

  test("under clipping it stays in the gradient, and N-04 says why", () => {
    const outcomes = under("sgd", clip);
    expect(words(outcomes)).toEqual(["fused fuse-weight-decay", "refused shrink-under-sgd"]);
    expect(outcomes[1]!.text).toContain("clipping by norm");
    expect(outcomes[1]!.text).toContain("(N-04)");
  });

  test("another parameter's refusal is not its own", () => {
    const given = {
      optimizer: { name: "momentum", options: { lr: 0.1 } },
      policy: { "head.kernel": [decay], "hidden.kernel": [l2] },
    } as const;
    expect(words(compiled(given, "decay"))).toEqual(["fused shrink-under-sgd"]);
  });
});

test("a decoupled decay is fused under every optimizer, also next to a penalty that is not", () => {
  for (const name of ["sgd", "momentum", "adam"] as const) {
    const policy = { "head.kernel": [l2, decay] };
    const given = { optimizer: { name, options: { lr: 0.1 } }, policy };
    expect(words(compiled(given, "decay"))).toEqual(["fused shrink-under-sgd"]);
  }
  const given = { optimizer: { name: "adam", options: {} }, policy: { "head.kernel": [l2, decay] } } as const;
  expect(words(compiled(given, "l2"))).toEqual(["fused fuse-weight-decay", "refused shrink-under-sgd"]);
});

test("an L1 penalty does not claim the factor that is the decay's", () => {
  const l1 = { technique: "l1", options: { strength: 0.01 } } as const;
  const given = {
    optimizer: { name: "sgd", options: { lr: 0.1 } },
    policy: { "head.kernel": [l1, decay] },
  } as const;
  expect(words(compiled(given, "l1"))).toEqual(["fused fuse-weight-decay"]);
});

test("two penalties that leave the loss together both say so", () => {
  const l1 = { technique: "l1", options: { strength: 0.01 } } as const;
  const policy = { "head.kernel": [l1, l2] };
  expect(words(compiled({ policy }, "l1"))).toEqual(["fused fuse-weight-decay"]);
  expect(words(compiled({ policy }, "l2"))).toEqual(["fused fuse-weight-decay", "fused shrink-under-sgd"]);
});

test("proximal operators and projections are kept as written", () => {
  const policy = {
    "head.kernel": [
      { technique: "prox_l1", options: { strength: 0.01 } },
      { technique: "max_norm", options: { bound: 3 } },
    ],
  } as const;
  for (const technique of ["prox_l1", "max_norm"])
    expect(words(compiled({ policy }, technique))).toEqual(["kept null"]);
});

test("a bias before a normalization is said to be dead", () => {
  const explanation = explained(classifier());
  const { notes } = parameterOf(explanation, "hidden.bias");
  expect(words(notes)).toContain("fused remove-dead-bias");
  expect(words(notes)).toContain("info differentiate");
  expect(parameterOf(explanation, "head.bias").notes).toEqual([]);
});

test("a parameter that the loss does not depend on is said to stay as it is", () => {
  const nodes = [
    { id: "side", layer: "dense", options: { units: 2 } },
    { id: "head", layer: "dense", options: { units: 3 }, inputs: ["x"] },
  ] as const;
  const { parameters } = explained(classifier({ nodes }));
  expect(parameters.filter(({ updated }) => !updated).map(({ id }) => id)).toEqual([
    "side.kernel",
    "side.bias",
  ]);
});

test("label smoothing goes into the closed form of cross-entropy", () => {
  const sites = [
    {
      id: "target/label_smoothing",
      at: { site: "target" },
      technique: "label_smoothing",
      options: { epsilon: 0.1 },
    },
  ] as const;
  const { compiled } = siteOf(explained(classifier({ sites })), "target/label_smoothing");
  expect(words(compiled)).toEqual(["fused fuse-softmax-cross-entropy"]);
  expect(compiled[0]!.text).toContain("label smoothing is inside it");
});

test("a dropout that moves behind a relu says so, and one that cannot says why", () => {
  const before = (layer: "relu" | "tanh") => {
    const nodes = [
      { id: "hidden", layer: "dense", options: { units: 8 } },
      { id: "activation", layer },
      { id: "head", layer: "dense", options: { units: 3 } },
    ] as const;
    const at = { site: "activation", value: "hidden" } as const;
    const sites = [{ id: "hidden/dropout", at, technique: "dropout", options: { rate: 0.5 } }] as const;
    return siteOf(explained(classifier({ nodes, sites })), "hidden/dropout").compiled;
  };
  expect(words(before("relu"))).toEqual(["fused simplify-dropout"]);
  expect(words(before("tanh"))).toEqual(["refused simplify-dropout"]);
  expect(before("tanh")[0]!.text).toContain("(N-06)");
});
