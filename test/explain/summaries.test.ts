import { describe, expect, test } from "vitest";
import { summarizeSchedule } from "../../compiler/explain/summarize-schedule.ts";
import { lowerStep } from "../../compiler/lower-step.ts";
import { classifier, explained } from "./models.ts";

const cosine = (warmup: number, unit: "epoch" | "step") => ({
  name: "cosine",
  options: { peak: 0.4, warmup: { value: warmup, unit }, floor: 0.1, length: null },
});

describe("a schedule in short", () => {
  test("knows its first value, its peak and its end when the length of an epoch is known", () => {
    expect(summarizeSchedule(cosine(1, "epoch"), 5, 8)).toEqual({
      text: "cosine(0.4, warmup: 1 epoch, floor: 0.1)",
      constant: false,
      start: 0.4 / 8,
      peak: 0.4,
      end: 0.1,
    });
  });

  test("leaves out what depends on an epoch of unknown length, and nothing else", () => {
    expect(summarizeSchedule(cosine(1, "epoch"), 5, null)).toMatchObject({ start: null, end: 0.1 });
    expect(summarizeSchedule(cosine(4, "step"), 5, null)).toMatchObject({ start: 0.1, end: 0.1 });
  });

  test("of a constant is the number", () => {
    const constant = { name: "constant", options: { value: 0.25 } };
    expect(summarizeSchedule(constant, 5, null)).toEqual({
      text: "0.25",
      constant: true,
      start: 0.25,
      peak: 0.25,
      end: 0.25,
    });
  });
});

describe("the network in short", () => {
  test("counts what training learns apart from what it observes", () => {
    const { network } = explained(classifier());
    expect(network.layers.map(({ id, size }) => [id, size])).toEqual([
      ["hidden", 4 * 8 + 8],
      ["norm", 4 * 8],
      ["relu", 0],
      ["head", 8 * 3 + 3],
    ]);
    expect([network.trained, network.observed]).toEqual([40 + 16 + 27, 16]);
  });

  test("counts a shared layer once", () => {
    const nodes = [
      { id: "first", layer: "dense", options: { units: 4 } },
      { id: "second", layer: "dense", options: { units: 4 }, shares: "first" },
    ] as const;
    const { network, parameters } = explained(classifier({ nodes, loss: { name: "mse" } }));
    expect(network.layers.map(({ size }) => size)).toEqual([20, 0]);
    expect(network.trained).toBe(20);
    expect(parameters[0]!.usedBy).toEqual(["first", "second"]);
  });
});

test("every default of the optimizer is visible", () => {
  const { optimizer } = explained(classifier({ optimizer: { name: "adam", options: {} } })).training;
  expect(optimizer.hyperParameters).toEqual([
    { name: "beta1", value: "0.9" },
    { name: "beta2", value: "0.999" },
    { name: "epsilon", value: "1e-8" },
    { name: "epsilon_mode", value: "outside" },
  ]);
});

test("notes that are alike but for the parameter are one, with their number", () => {
  const decay = { technique: "decay", options: { strength: 0.02 } } as const;
  const { passes } = explained(classifier({ policy: { "hidden.kernel": [decay], "head.kernel": [decay] } }));
  const notes = passes.filter(({ pass }) => pass === "shrink-under-sgd").flatMap((pass) => pass.notes);
  expect(notes).toEqual([
    { kind: "rewrote", text: expect.stringContaining("the decay of * became one factor"), count: 2 },
  ]);
  const alone = explained(classifier({ policy: { "head.kernel": [decay] } }));
  const [note] = alone.passes.find(({ pass }) => pass === "shrink-under-sgd")!.notes;
  expect(note).toMatchObject({ text: expect.stringContaining("the decay of head.kernel"), count: 1 });
});

test("each pass is listed once, with the reason it exists", () => {
  const { passes } = explained(classifier());
  const names = passes.map(({ pass }) => pass);
  expect(new Set(names).size).toBe(names.length);
  for (const { reason } of passes) expect(reason).not.toBe("");
});

test("the plan's calls, kernels and memory are those of the training step of this batch", () => {
  const model = classifier();
  const plan = lowerStep(model, "train", 16, "cpu").plan!;
  const summary = explained(model, { batch: 16 }).plan!;
  expect(summary.calls).toBe(plan.steps.filter(({ call }) => call.via !== "alias").length);
  expect(summary.kernels.reduce((sum, { calls }) => sum + calls, 0)).toBe(summary.calls);
  const tfjs = summary.kernels.filter(({ via }) => via === "tfjs").map(({ name }) => name);
  expect(tfjs.toSorted()).toEqual(plan.tfjsKernels);
  expect(summary.peakBytes).toBe(plan.peakBytes);
  expect(explained(model, { batch: 2 }).plan!.peakBytes).toBeLessThan(summary.peakBytes);
});

test("an explanation is plain JSON", () => {
  const policy = { "head.kernel": [{ technique: "prox_elastic", options: { l1: 0.1, l2: 0.1 } }] } as const;
  const explanation = explained(classifier({ policy }));
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
});
