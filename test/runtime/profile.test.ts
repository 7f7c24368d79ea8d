import { expect, test } from "vitest";
import { workOf } from "../../compiler/plan/count-work.ts";
import type { PlanStep } from "../../compiler/plan/plan.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { StepSpan } from "../../runtime/backends/backend.ts";
import { chromeTrace } from "../../runtime/profile/chrome-trace.ts";
import { measureCeilings } from "../../runtime/profile/measure-ceilings.ts";
import { Profile } from "../../runtime/profile/profile.ts";
import { mlp } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { feedAt, Training } from "./train.ts";

const f32 = (...shape: number[]): TensorType => ({ shape, dtype: "f32" });

const product: PlanStep = {
  op: "matmul",
  origin: "head",
  inputs: [0, 1],
  outputs: [2],
  call: {
    via: "host",
    kernel: "matmul",
    attributes: { transposeA: false, transposeB: false },
    overwrites: [null],
  },
  release: [],
};
const registers = [f32(2, 3), f32(3, 5), f32(2, 5)];

test("a product's work is a multiplication and an addition a term, and each tensor's bytes once", () => {
  expect(workOf(registers, product)).toEqual({ operations: 2 * 2 * 3 * 5, bytes: 4 * (6 + 15 + 10) });
});

test("a product that takes notes counts as much as one that does not", () => {
  const noting = { ...product, outputs: [2, 3] };
  expect(workOf([...registers, f32(4, 16)], noting).operations).toBe(2 * 2 * 3 * 5);
});

test("the gradients of a convolution count as much as the convolution", () => {
  const image = f32(2, 8, 8, 3);
  const filter = f32(3, 3, 3, 4);
  const result = f32(2, 6, 6, 4);
  const window = {
    strides: [1, 1],
    dilation: [1, 1],
    padding: [
      [0, 0],
      [0, 0],
    ],
  } as const;
  const work = (call: PlanStep["call"], ...types: TensorType[]) =>
    workOf(types, { ...product, call, inputs: [0, 1], outputs: [2] }).operations;
  const via = "host" as const;
  const overwrites = [null];
  const forward = work({ via, kernel: "conv2d", attributes: window, overwrites }, image, filter, result);
  expect(forward).toBe(2 * (2 * 6 * 6 * 4) * (3 * 3 * 3));
  const byInput = { ...window, inputShape: [2, 8, 8, 3] } as const;
  expect(
    work({ via, kernel: "conv2d_input_gradient", attributes: byInput, overwrites }, result, filter, image),
  ).toBe(forward);
  const byFilter = { ...window, filterShape: [3, 3, 3, 4] } as const;
  expect(
    work({ via, kernel: "conv2d_filter_gradient", attributes: byFilter, overwrites }, image, result, filter),
  ).toBe(forward);
});

test("a profile skips the first steps and gives medians of the rest, longest first", () => {
  const profile = new Profile();
  const work = workOf(registers, product);
  const span = (origin: string, begin: number, end: number): StepSpan => ({
    op: "matmul",
    origin,
    ...work,
    begin,
    end,
  });
  for (let step = 0; step < 23; step++) {
    const spans = profile.begin();
    expect(spans === undefined).toBe(step < 20);
    if (spans === undefined) continue;
    const took = [4, 40, 6][step - 20]!;
    const measured: StepSpan[] = [
      span("short", 0, 1),
      span("head", 1, 1 + took),
      span("head", 1 + took, 1 + 2 * took),
    ];
    profile.take(measured, 2);
  }
  const [first, second] = profile.rows();
  expect(first).toMatchObject({ op: "matmul", origin: "head", calls: 2, milliseconds: 12, operations: 120 });
  expect(second).toMatchObject({ origin: "short", calls: 1, milliseconds: 1 });
  expect(profile.stepMilliseconds()).toBe(13);
  expect(profile.threads).toBe(2);
  const { traceEvents } = JSON.parse(chromeTrace(profile.spans)) as { traceEvents: object[] };
  expect(traceEvents).toHaveLength(9);
  expect(traceEvents[1]).toMatchObject({ name: "head (matmul)", ph: "X", ts: 1000, dur: 4000 });
});

test.each([
  ["wasm", 1],
  ["wasm", 2],
  ["cpu", 1],
] as const)("on %s with %i threads each step of a plan has a span, in order", async (name, threads) => {
  const backend = await openOrFail(name);
  const net = mlp(4, [5, 6, 10]);
  const training = await Training.start(net, backend, { threads, leastSharedOperations: 0 });
  expect(training.executor.threadsTimed).toBe(threads);
  const spans: StepSpan[] = [];
  await training.executor.run(feedAt(net, 0), { spans });
  const computed = training.executor.plan.steps.filter(({ call }) => call.via !== "alias");
  const guards = spans.filter(({ op }) => op === "all_finite");
  expect(guards.map(({ bytes }) => bytes > 4)).toEqual(name === "cpu" ? [] : [true]);
  expect(spans.filter(({ op }) => op !== "all_finite").map(({ op }) => op)).toEqual(
    name === "cpu" ? training.executor.plan.steps.map(({ op }) => op) : computed.map(({ op }) => op),
  );
  for (const [i, { begin, end }] of spans.entries()) {
    expect(end).toBeGreaterThanOrEqual(begin);
    expect(begin).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
  }
  training.dispose();
});

test("ceilings are what a product and a triad reach", async () => {
  const { gigaflops, gigabytes, side } = await measureCeilings(await openOrFail("cpu"));
  // Matrices of 1024 would take minutes there.
  expect(side).toBe(128);
  expect(gigaflops).toBeGreaterThan(0);
  expect(gigabytes).toBeGreaterThan(0);
});
