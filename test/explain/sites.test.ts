import { describe, expect, test } from "vitest";
import { classifier, explained, siteOf } from "./models.ts";

describe("the values of a smoothed target", () => {
  const values = (given: Parameters<typeof classifier>[0], epsilon: number, convention = "uniform") => {
    const at = { site: "target" } as const;
    const sites = [{ id: "t", at, technique: "label_smoothing", options: { epsilon, convention } }] as const;
    return siteOf(explained(classifier({ ...given, sites })), "t").targetValues!;
  };

  test("uniform: 1 - ε + ε/K and ε/K", () => {
    const { on, off, classes } = values({}, 0.3);
    expect(classes).toBe(3);
    expect(on).toBeCloseTo(0.8, 12);
    expect(off).toBeCloseTo(0.1, 12);
  });

  test("without the true class: 1 - ε and ε/(K - 1)", () => {
    const { on, off } = values({}, 0.3, "exclude_true");
    expect(on).toBeCloseTo(0.7, 12);
    expect(off).toBeCloseTo(0.15, 12);
  });

  test("yes or no: two classes", () => {
    const { on, off, classes } = values({ loss: { name: "binary_cross_entropy" } }, 0.2);
    expect(classes).toBe(2);
    expect(on).toBeCloseTo(0.9, 12);
    expect(off).toBeCloseTo(0.1, 12);
  });
});

const sites = [
  {
    id: "relu/dropout",
    at: { site: "activation", value: "relu" },
    technique: "dropout",
    options: { rate: 0.25 },
  },
  {
    id: "head/dropout",
    at: { site: "before", node: "head", input: 0 },
    technique: "dropout",
    options: { rate: 0.5 },
  },
  { id: "x/dropout", at: { site: "activation", value: "x" }, technique: "dropout", options: { rate: 0.1 } },
  {
    id: "relu/activity_l2",
    at: { site: "activation", value: "relu" },
    technique: "activity_l2",
    options: { strength: 0.01 },
  },
  { id: "gradient/clip", at: { site: "gradient" }, technique: "clip_global_norm", options: { bound: 1 } },
  { id: "run/stop", at: { site: "run" }, technique: "stop_early", options: { patience: 3 } },
] as const;

const policy = {
  "hidden.kernel": [{ technique: "decay_coupled", options: { strength: 0.01 } }],
  "head.kernel": [
    { technique: "l2", options: { strength: 0.01 } },
    { technique: "decay", options: { strength: 0.02 } },
    { technique: "prox_l1", options: { strength: 0.03 } },
    { technique: "max_norm", options: { bound: 3 } },
  ],
} as const;

test("a noise site has its place, its rate and its own stream; other sites have no stream", () => {
  const explanation = explained(classifier({ sites }));
  expect(siteOf(explanation, "relu/dropout")).toMatchObject({
    place: "after relu",
    stage: 5,
    stream: "relu/dropout",
    rate: 0.25,
  });
  expect(siteOf(explanation, "head/dropout").place).toBe("before head (dense)");
  expect(siteOf(explanation, "x/dropout").place).toBe("the input x");
  expect(siteOf(explanation, "relu/activity_l2")).toMatchObject({ stage: 6, stream: null, rate: null });
  expect(siteOf(explanation, "gradient/clip")).toMatchObject({ stage: 8, stream: null });
  expect(siteOf(explanation, "run/stop").stage).toBeNull();
});

test("the stages that are present stand in the order of 0.5, the clip between penalty and coupled decay", () => {
  const { order } = explained(classifier({ sites, policy }));
  expect(order.map(({ number }) => number)).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16]);
  const textOf = (number: number) => order.find((stage) => stage.number === number)!.text;
  expect(textOf(6)).toContain("l2 0.01 on head.kernel");
  expect(textOf(6)).toContain("activity_l2 0.01 after relu");
  expect(textOf(8)).toContain("clip global_norm 1");
  expect(textOf(9)).toContain("decay coupled 0.01 on hidden.kernel");
  expect(textOf(13)).toContain("max_norm 3 on head.kernel");
});

test("stages that a model does not have are left out", () => {
  const { order } = explained(classifier());
  expect(order.map(({ number }) => number)).toEqual([1, 5, 6, 7, 10, 11, 16]);
});

test("the optimizer is a visible chain, from the gradient to the weight", () => {
  const chain = (given: Parameters<typeof classifier>[0]) =>
    explained(classifier(given)).training.optimizer.chain;
  expect(chain({})).toEqual(["gradient", "sgd", "times lr", "weight"]);
  expect(chain({ sites, policy, optimizer: { name: "adam", options: {} } })).toEqual([
    "gradient",
    "clip global_norm 1",
    "coupled decay",
    "adam [m, v]",
    "times lr",
    "decay",
    "weight",
    "prox",
    "projection",
  ]);
});

test("an average stands at the end of the step and of the chain, with how far it looks back", () => {
  const average = { id: "update/ema", at: { site: "update" }, technique: "ema" } as const;
  const explanation = explained(classifier({ sites: [{ ...average, options: { keep: 0.99, warmup: 2 } }] }));
  expect(siteOf(explanation, "update/ema")).toMatchObject({
    place: "the update",
    stage: 15,
    effective: "e <- 0.99 * e + 0.01 * w, over about 100 steps; less early, by γ = 2; evaluation reads e",
  });
  expect(explanation.order.map(({ number }) => number)).toEqual([1, 5, 6, 7, 10, 11, 15, 16]);
  expect(explanation.training.optimizer.chain.at(-1)).toBe("ema(0.99, warmup: 2)");
});
