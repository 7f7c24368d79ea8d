import { afterEach, expect, test, vi } from "vitest";
import type { StepSpan } from "../../runtime/backends/backend.ts";
import { i32 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { Contest } from "../../runtime/wasm/crew/contest.ts";
import { leader } from "../../runtime/wasm/crew/leader.ts";
import { Rhythm } from "../../runtime/wasm/crew/rhythm.ts";
import { Team } from "../../runtime/wasm/crew/team.ts";
import { sharedHeap } from "../../runtime/wasm/heap.ts";
import { hostFunctions } from "../../runtime/wasm/host-functions.ts";
import type { Tape } from "../../runtime/wasm/tape.ts";
import { mlp, oddCnn, regressor } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { feedAt, lossesOn, Training } from "./train.ts";

/** Who has so little to do that this thread plays alone unless others help. */
const short = { threads: 2, leastSharedOperations: Number.POSITIVE_INFINITY, leastLedOperations: 0 };
/** Who has enough to do for workers. */
const medium = { threads: 2, leastSharedOperations: 0, leastFreeOperations: Number.POSITIVE_INFINITY };
const long = { threads: 2, leastSharedOperations: 0, leastFreeOperations: 0 };
/** Where leading is among the ways of both. */
const LED = 1;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Has all runs follow each other, played in this way. */
function always(way: number) {
  vi.spyOn(Rhythm.prototype, "begin").mockReturnValue(1);
  vi.spyOn(Contest.prototype, "way", "get").mockReturnValue(way);
  return { lead: vi.spyOn(Team.prototype, "lead"), run: vi.spyOn(Team.prototype, "run") };
}

/** Has this thread lead whether the others are awake or not: they wake up, it only takes longer. */
function leadAlways() {
  vi.spyOn(Team.prototype, "isAtHand").mockReturnValue(true);
  return always(LED);
}

const nets = [mlp(32, [40, 50, 10]), regressor(7), oddCnn(3)];

test.each(nets)("$program.name gives the same losses, bit for bit, led by this thread", async (net) => {
  const backend = await openOrFail("wasm");
  const { lead } = leadAlways();
  const losses = await lossesOn(backend, net, 20, short);
  expect(lead).toHaveBeenCalledTimes(20);
  expect(losses).toEqual(await lossesOn(backend, net, 20));
});

test.each(nets)("$program.name gives the same losses in whichever way each step is played", async (net) => {
  const backend = await openOrFail("wasm");
  const expected = await lossesOn(backend, net, 21);
  const { lead, run } = leadAlways();
  let step = 0;
  vi.spyOn(Contest.prototype, "way", "get").mockImplementation(() => step++ % 3);
  expect(await lossesOn(backend, net, 21, medium)).toEqual(expected);
  expect([lead.mock.calls.length, run.mock.calls.length]).toEqual([7, 7]);
});

test("where nobody is at hand, workers do medium work by themselves, and look out for the next", async () => {
  const training = await Training.start(mlp(32, [40, 50, 10]), await openOrFail("wasm"), medium);
  const { lead, run } = always(LED);
  vi.spyOn(Rhythm.prototype, "lookOut").mockReturnValue(5000);
  // Who has just been told the tape may still be awake.
  vi.spyOn(Team.prototype, "isAtHand").mockReturnValueOnce(false);
  await training.next();
  expect([lead.mock.calls.length, run.mock.calls.length]).toEqual([0, 1]);
  const team = await Team.of(2);
  // Others may hold the cores for a while.
  await expect.poll(() => team.isAtHand(), { timeout: 10_000 }).toBe(true);
  await training.next();
  expect([lead.mock.calls.length, run.mock.calls.length]).toEqual([1, 1]);
  training.dispose();
});

test.each([
  ["medium", medium],
  ["long", long],
])("workers do %s work that is asked for now and then, and this thread is free", async (_, options) => {
  const training = await Training.start(regressor(7), await openOrFail("wasm"), options);
  vi.spyOn(Rhythm.prototype, "begin").mockReturnValue(null);
  const [run, lead] = [vi.spyOn(Team.prototype, "run"), vi.spyOn(Team.prototype, "lead")];
  for (let step = 0; step < 40; step++) await training.next();
  expect([run.mock.calls.length, lead.mock.calls.length]).toEqual([40, 0]);
  for (const call of run.mock.calls) expect(call[3]?.lookOut ?? 0).toBe(0);
  training.dispose();
});

test("long work is never led", async () => {
  const training = await Training.start(regressor(7), await openOrFail("wasm"), long);
  const { lead, run } = leadAlways();
  await training.next();
  expect([lead.mock.calls.length, run.mock.calls.length]).toEqual([0, 1]);
  training.dispose();
});

test("what is judged is a whole cycle: from the begin of a run to that of the next, where it follows", async () => {
  const training = await Training.start(regressor(7), await openOrFail("wasm"), medium);
  const took = vi.spyOn(Contest.prototype, "took");
  const begin = vi.spyOn(Rhythm.prototype, "begin");
  for (const cycle of [null, 3, 4, null, 5, 6]) {
    begin.mockReturnValue(cycle);
    await training.next();
  }
  // After a pause the first run is played as usual, and not in the contest's way.
  expect(took.mock.calls).toEqual([[4], [6]]);
  training.dispose();
});

test("where nobody ever is at hand, leading is given up for a while", async () => {
  const training = await Training.start(regressor(7), await openOrFail("wasm"), short);
  vi.spyOn(Rhythm.prototype, "begin").mockReturnValue(1);
  vi.spyOn(Team.prototype, "isAtHand").mockReturnValue(false);
  const wake = vi.spyOn(Team.prototype, "wake");
  for (let step = 0; step < 400; step++) await training.next();
  // Four turns of a try, after 1, 2, 4 and 8 rounds.
  expect(wake.mock.calls.length).toBeGreaterThan(0);
  expect(wake.mock.calls.length).toBeLessThan(24);
  training.dispose();
});

test("who asks again and again is helped, once it is asked to be", async () => {
  const net = regressor(7);
  const training = await Training.start(net, await openOrFail("wasm"), short);
  const { lead } = always(LED);
  // Others may hold the cores for a while.
  const end = performance.now() + 20_000;
  while (lead.mock.calls.length === 0 && performance.now() < end) await training.next();
  expect(lead).toHaveBeenCalled();
  training.dispose();
});

test("a step that is led and not finite leaves the state alone", async () => {
  const backend = await openOrFail("wasm");
  const net = mlp(32, [40, 50, 10]);
  const training = await Training.start(net, backend, short);
  const feed = feedAt(net, 0);
  const broken = { ...feed, batch: new Map([...feed.batch].map(([name, cells]) => [name, cells.slice()])) };
  for (const cells of broken.batch.values()) if (cells instanceof Float32Array) cells.fill(Number.NaN);
  const state = async () =>
    Promise.all(training.session.state.names().map((name) => training.session.state.get(name)));
  const before = await state();
  const { lead } = leadAlways();
  expect((await training.executor.run(broken)).fault).toMatchObject({ value: "NaN" });
  expect(lead).toHaveBeenCalledTimes(1);
  expect(await state()).toEqual(before);
  training.dispose();
});

test.each([
  ["short", short, 1],
  ["medium", medium, 2],
])(
  "a %s step whose times are asked for is played as usual, and says by how many",
  async (_, options, threads) => {
    const net = mlp(32, [40, 50, 10]);
    const training = await Training.start(net, await openOrFail("wasm"), options);
    const { lead } = leadAlways();
    const spans: StepSpan[] = [];
    await training.executor.run(feedAt(net, 0), { spans });
    expect(spans.every(({ begin, end }) => 0 < begin && begin <= end)).toBe(true);
    expect(lead).not.toHaveBeenCalled();
    expect(training.executor.threadsTimed).toBe(threads);
    training.dispose();
  },
);

test("who asks now and then wakes nobody", async () => {
  const backend = await openOrFail("wasm");
  const training = await Training.start(regressor(7), backend, short);
  await training.next();
  vi.spyOn(Contest.prototype, "way", "get").mockReturnValue(LED);
  const lead = vi.spyOn(Team.prototype, "lead");
  const notify = vi.spyOn(Atomics, "notify");
  for (let step = 0; step < 5; step++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await training.next();
  }
  expect(lead).not.toHaveBeenCalled();
  expect(notify).not.toHaveBeenCalled();
  training.dispose();
});

test.each([0, 1])("a kernel that traps on thread %d ends the team that is led", async (thread) => {
  const module = new ModuleBuilder(
    { relaxedSimd: false, wideVectors: false, sharedMemory: true },
    hostFunctions,
  );
  module.function("write", ["i32"], (f, at) => f.do(i32.store(at, 7)));
  module.export("write");
  const team = await Team.of(2);
  const code = await leader(team, sharedHeap().memory, ["alone", "led"]).load(
    new WebAssembly.Module(module.bytes()),
  );
  // Alone nothing traps: the tape of one thread is another.
  const tape = (at: number): Tape => ({
    calls: [{ entry: "write", given: [at], waits: true, step: 0 }],
    guard: null,
  });
  await code.play((threads) =>
    threads === 1 ? [tape(64)] : [0, 1].map((each) => tape(each === thread ? -4 : 128)),
  );
  leadAlways();
  expect(() => code.run(0, 1)).toThrow(/^a kernel trapped/);
  // The step may be half done: nobody goes on from it.
  vi.restoreAllMocks();
  expect(() => code.run(0, 1)).toThrow(/^a kernel trapped/);
  expect(await Team.of(2)).not.toBe(team);
});

test("who leads does not wait for ever for a worker that died", async () => {
  const module = new ModuleBuilder(
    { relaxedSimd: false, wideVectors: false, sharedMemory: true },
    hostFunctions,
  );
  module.function("write", ["i32"], (f, at) => f.do(i32.store(at, 7)));
  module.export("write");
  const team = await Team.of(2);
  const code = await leader(team, sharedHeap().memory, ["alone", "led"]).load(
    new WebAssembly.Module(module.bytes()),
  );
  await code.play((threads) =>
    Array.from({ length: threads }, (_, thread): Tape => {
      return { calls: [{ entry: "write", given: [64 * (thread + 1)], waits: true, step: 0 }], guard: null };
    }),
  );
  leadAlways();
  expect(code.run(0, 1)).toBe(true);
  const [, second] = (team as unknown as { readonly hands: readonly { terminate(): void }[] }).hands;
  second!.terminate();
  expect(() => code.run(0, 1)).toThrow(/^a worker does not answer any more$|^a worker ended/);
  expect(await Team.of(2)).not.toBe(team);
}, 20_000);
