import { expect, test } from "vitest";
import { evaluateSchedule, scheduleRange } from "../../compiler/definitions/schedules/evaluate.ts";
import { schedules } from "../../compiler/definitions/schedules/index.ts";
import type { Schedule } from "../../compiler/ir/schedule.ts";
import golden from "../fixtures/golden-torch.json" with { type: "json" };
import { fillOptions } from "../synthesize/test-model.ts";

type Given = Parameters<typeof fillOptions>[1];

function schedule(name: keyof typeof schedules, given: Given): Schedule {
  return { name, options: fillOptions(schedules[name], given) as Schedule["options"] };
}

function values(of: Schedule, count: number, run = { stepsPerEpoch: 1, totalSteps: 10 }): number[] {
  return Array.from({ length: count }, (_, step) => evaluateSchedule(of, { step, ...run }));
}

function expectClose(actual: readonly number[], wanted: readonly number[]) {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 12);
  });
}

const epoch = (value: number) => ({ value, unit: "epoch" as const });
const step = (value: number) => ({ value, unit: "step" as const });

test("cosine, step, exponential and one-cycle take torch's values", () => {
  expectClose(values(schedule("cosine", { peak: 1 }), 11), golden["cosine T=10"]);
  expectClose(values(schedule("step", { initial: 1, every: step(3) }), 8), golden["step size3 g.1"]);
  expectClose(values(schedule("exponential", { initial: 1, factor: 0.9 }), 5), golden["exp g.9"]);
  expectClose(values(schedule("one_cycle", { peak: 1 }), 10), golden["onecycle total10 max1 cos"]);
});

test("a cosine begins after its warm-up, which reaches the peak with its last step", () => {
  const warm = schedule("cosine", { peak: 1, warmup: epoch(1) });
  const run = { stepsPerEpoch: 4, totalSteps: 12 };
  expectClose(values(warm, 6, run), [0.25, 0.5, 0.75, 1, 1, 0.5 * (1 + Math.cos(Math.PI / 8))]);
});

test("schedules hold their last value beyond their end", () => {
  const beyond = { step: 50, stepsPerEpoch: 1, totalSteps: 10 };
  expect(evaluateSchedule(schedule("cosine", { peak: 1, floor: 0.1 }), beyond)).toBeCloseTo(0.1, 12);
  expect(evaluateSchedule(schedule("linear", { from: 1, to: 0.5 }), beyond)).toBe(0.5);
  expect(evaluateSchedule(schedule("polynomial", { initial: 1, power: 2 }), beyond)).toBe(0);
  expect(evaluateSchedule(schedule("one_cycle", { peak: 1 }), beyond)).toBeCloseTo(4e-6, 15);
});

test("a cosine of a length of its own ends there, not with the run", () => {
  const half = schedule("cosine", { peak: 1, length: step(5) });
  expectClose(values(half, 7).slice(4), [0.5 * (1 + Math.cos(0.8 * Math.PI)), 0, 0]);
});

test("warmup shifts the schedule that follows it by its own length", () => {
  const then = schedule("step", { initial: 2, every: step(2), factor: 0.5 });
  const warm = schedule("warmup", { length: step(2), schedule: then });
  expectClose(values(warm, 6), [1, 2, 2, 2, 1, 1]);
});

test("piecewise changes at its epochs, polynomial follows its power, linear its line", () => {
  const pieces = schedule("piecewise", { values: [3, 2, 1], epochs: [1, 2] });
  expectClose(values(pieces, 6, { stepsPerEpoch: 2, totalSteps: 6 }), [3, 3, 2, 2, 1, 1]);
  expectClose(values(schedule("polynomial", { initial: 1, power: 2 }), 3), [1, 0.81, 0.64]);
  expectClose(values(schedule("linear", { from: 0, to: 1 }), 3), [0, 0.1, 0.2]);
});

test("one-cycle's momentum is lowest where its learning rate is highest", () => {
  const momentum = values(schedule("one_cycle_momentum", {}), 10);
  expect(momentum[0]).toBeCloseTo(0.95, 12);
  expect(momentum[2]).toBeCloseTo(0.85, 12);
  expect(momentum[9]).toBeCloseTo(0.95, 12);
});

test("piecewise refuses values and epochs that do not fit together", () => {
  const refuses = (values: readonly number[], epochs: readonly number[]) =>
    schedules.piecewise.refuses?.({ values, epochs });
  expect(refuses([1, 2], [1])).toBeNull();
  expect(refuses([1, 2], [1, 2])).toContain("need 3 values");
  expect(refuses([1, 2, 3], [2, 1])).toContain("rising");
});

test("every value of a schedule lies in the range that it claims", () => {
  const samples = [
    schedule("constant", { value: 0.3 }),
    schedule("cosine", { peak: 1, floor: 0.2, warmup: step(3) }),
    schedule("cosine", { peak: 1, floor: 0.2 }),
    schedule("exponential", { initial: 1, factor: 0.5 }),
    schedule("linear", { from: 1, to: 0.25 }),
    schedule("one_cycle", { peak: 2 }),
    schedule("one_cycle_momentum", {}),
    schedule("piecewise", { values: [3, 1, 2], epochs: [1, 2] }),
    schedule("polynomial", { initial: 1, power: 0.5, floor: 0.1 }),
    schedule("step", { initial: 1, every: step(2) }),
    schedule("warmup", { length: step(4), schedule: schedule("linear", { from: 1, to: 3 }) }),
  ];
  expect(new Set(samples.map(({ name }) => name))).toEqual(new Set(Object.keys(schedules)));
  for (const sample of samples) {
    const [least, greatest] = scheduleRange(sample);
    for (const value of values(sample, 30)) {
      expect(value).toBeGreaterThanOrEqual(least - 1e-12);
      expect(value).toBeLessThanOrEqual(greatest + 1e-12);
    }
  }
});
