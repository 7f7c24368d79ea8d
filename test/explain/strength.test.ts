import { describe, expect, test } from "vitest";
import type { TestModel, TestTechnique } from "../synthesize/test-model.ts";
import { classifier, explained, parameterOf } from "./models.ts";

const halving = (peak: number) => ({
  name: "cosine",
  options: { peak, warmup: null, floor: 0, length: null },
});

function strengthOf(
  optimizer: NonNullable<TestModel["optimizer"]>,
  technique: TestTechnique,
  sites: TestModel["sites"] = [],
) {
  const model = classifier({ optimizer, sites, policy: { "head.kernel": [technique] } });
  const [applied] = parameterOf(explained(model, { batch: 10, examples: 95 }), "head.kernel").policy;
  return applied!.strength;
}

const sgd = { name: "sgd", options: { lr: 0.1 } } as const;
const l2 = { technique: "l2", options: { strength: 0.01 } } as const;

describe("the share that a weight loses each step", () => {
  test("is 2ηλ for an L2 penalty under plain SGD, with the half-life ln 2/(2ηλ) of L-14", () => {
    expect(strengthOf(sgd, l2)).toEqual({
      kind: "steady",
      learningRate: 0.1,
      share: 0.002,
      distance: 0,
      threshold: null,
      // Ten steps an epoch: the last batch has five examples.
      halfLife: { steps: Math.LN2 / 0.002, epochs: Math.LN2 / 0.002 / 10 },
      approximate: false,
      upperBound: false,
    });
  });

  test("is ηλ for the form with a half, for coupled and for decoupled decay", () => {
    for (const technique of [
      { technique: "l2", options: { strength: 0.01, half: true } },
      { technique: "decay_coupled", options: { strength: 0.01 } },
      { technique: "decay", options: { strength: 0.01 } },
    ] as const)
      expect(strengthOf(sgd, technique)).toMatchObject({ share: 0.001, distance: 0 });
  });

  test("is λ for a decay that the learning rate does not scale", () => {
    const decay = { technique: "decay", options: { strength: 0.01, scaled_by: "none" } } as const;
    expect(strengthOf(sgd, decay)).toMatchObject({ share: 0.01 });
  });

  test("is taken at the greatest learning rate and the greatest strength", () => {
    const scheduled = { name: "sgd", options: { lr: halving(0.2) } } as const;
    const decay = { technique: "decay", options: { strength: halving(0.5) } } as const;
    expect(strengthOf(scheduled, decay)).toMatchObject({ learningRate: 0.2, share: 0.1 });
  });

  test("is summed up by momentum, as 1/(1 - μ), when it is in the gradient (F-06)", () => {
    const momentum = { name: "momentum", options: { lr: 0.1 } } as const;
    const penalty = strengthOf(momentum, l2);
    expect(penalty).toMatchObject({ approximate: true });
    expect(penalty?.kind === "steady" && penalty.share).toBeCloseTo(0.02, 12);
    const decay = { technique: "decay", options: { strength: 0.02 } } as const;
    expect(strengthOf(momentum, decay)).toMatchObject({ share: 0.002, approximate: false });
  });

  test("does not exist for a penalty under an adaptive optimizer (N-02), but for a decay", () => {
    for (const name of ["adam", "rmsprop", "adagrad"] as const) {
      const adaptive = { name, options: { lr: 0.1 } } as const;
      expect(strengthOf(adaptive, l2)).toMatchObject({ kind: "adaptive" });
      const decay = { technique: "decay", options: { strength: 0.02 } } as const;
      expect(strengthOf(adaptive, decay)).toMatchObject({ kind: "steady", share: 0.002 });
    }
  });

  test("is an upper bound for a penalty that is clipped, but not for a decay coupled after the clip (N-04)", () => {
    const clip = [
      { id: "clip", at: { site: "gradient" }, technique: "clip_value", options: { bound: 1 } },
    ] as const;
    expect(strengthOf(sgd, l2, clip)).toMatchObject({ upperBound: true });
    const coupled = { technique: "decay_coupled", options: { strength: 0.02 } } as const;
    expect(strengthOf(sgd, coupled, clip)).toMatchObject({ upperBound: false });
  });
});

describe("the distance that a weight moves each step", () => {
  test("is ηλ for an L1 penalty, whatever the weight", () => {
    const l1 = { technique: "l1", options: { strength: 0.03 } } as const;
    expect(strengthOf(sgd, l1)).toMatchObject({ share: 0, distance: 0.003, threshold: null, halfLife: null });
  });

  test("is the threshold ηλ below which the proximal form makes zeros (F-07)", () => {
    const prox = { technique: "prox_l1", options: { strength: 0.03 } } as const;
    expect(strengthOf(sgd, prox)).toMatchObject({ share: 0, distance: 0.003, threshold: 0.003 });
  });

  test("comes before the shrink in the proximal elastic net (F-08)", () => {
    const prox = { technique: "prox_elastic", options: { l1: 0.03, l2: 1.25 } } as const;
    const strength = strengthOf(sgd, prox);
    if (strength?.kind !== "steady") throw new Error("no strength");
    expect(strength.share).toBeCloseTo(1 - 1 / 1.25, 9);
    expect(strength.threshold).toBeCloseTo(0.003, 9);
  });
});

test("projections pull at nothing", () => {
  expect(strengthOf(sgd, { technique: "max_norm", options: { bound: 3 } })).toBeNull();
});

test("without the number of examples, half-lives are in steps alone", () => {
  const model = classifier({ optimizer: sgd, policy: { "head.kernel": [l2] } });
  const [applied] = parameterOf(explained(model), "head.kernel").policy;
  expect(applied!.strength).toMatchObject({ halfLife: { steps: Math.LN2 / 0.002, epochs: null } });
});

describe("F-15: a kernel that only a normalization reads", () => {
  const invariance = (given: Partial<TestModel>) =>
    parameterOf(explained(classifier(given)), "hidden.kernel").scaleInvariance;
  const decay = { technique: "decay", options: { strength: 0.05 } } as const;

  test("is scale-invariant, and turns by √(2ηλ) a step when it is decayed", () => {
    expect(invariance({ optimizer: sgd })).toEqual({ norm: "norm", rotation: null });
    expect(invariance({ optimizer: sgd, policy: { "hidden.kernel": [decay] } })).toEqual({
      norm: "norm",
      rotation: Math.sqrt(2 * 0.1 * 0.05),
    });
  });

  test("is not when something else reads its result too", () => {
    const nodes = [
      { id: "hidden", layer: "dense", options: { units: 3 } },
      { id: "norm", layer: "batch_norm" },
      { id: "sum", layer: "add", inputs: ["hidden", "norm"] },
    ] as const;
    expect(invariance({ nodes })).toBeNull();
  });

  test("is under a layer norm only when no bias is added, which the mean of a row leaves", () => {
    const behind = (bias: boolean) =>
      invariance({
        nodes: [
          { id: "hidden", layer: "dense", options: { units: 3, bias } },
          { id: "norm", layer: "layer_norm" },
        ],
      });
    expect(behind(false)).toEqual({ norm: "norm", rotation: null });
    expect(behind(true)).toBeNull();
  });

  test("is not when other kernels take part in the result", () => {
    const nodes = [
      { id: "mix", layer: "attention", options: { heads: 2, bias: false } },
      { id: "norm", layer: "layer_norm" },
    ] as const;
    const { parameters } = explained(classifier({ input: [3, 4], nodes }));
    expect(parameters.filter(({ scaleInvariance }) => scaleInvariance !== null)).toEqual([]);
  });

  test("and no other kernel or role is", () => {
    const { parameters } = explained(classifier());
    const invariant = parameters.filter(({ scaleInvariance }) => scaleInvariance !== null);
    expect(invariant.map(({ id }) => id)).toEqual(["hidden.kernel"]);
  });
});
