import { afterEach, expect, test, vi } from "vitest";
import { i32 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { leader } from "../../runtime/wasm/crew/leader.ts";
import { Team } from "../../runtime/wasm/crew/team.ts";
import { sharedHeap } from "../../runtime/wasm/heap.ts";
import { hostFunctions } from "../../runtime/wasm/host-functions.ts";
import type { Tape } from "../../runtime/wasm/tape.ts";
import { mlp, oddCnn, regressor } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { feedAt, lossesOn, Training } from "./train.ts";

const led = { threads: 2, leastSharedOperations: Number.POSITIVE_INFINITY, leastLedOperations: 0 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Has this thread lead whether the others are awake or not: they wake up, it only takes longer. */
function leadAlways() {
  vi.spyOn(Team.prototype, "isAtHand").mockReturnValue(true);
  return vi.spyOn(Team.prototype, "lead");
}

test.each([mlp(32, [40, 50, 10]), regressor(7), oddCnn(3)])(
  "$program.name gives the same losses, bit for bit, led by this thread",
  async (net) => {
    const backend = await openOrFail("wasm");
    const lead = leadAlways();
    const losses = await lossesOn(backend, net, 20, led);
    expect(lead).toHaveBeenCalledTimes(20);
    expect(losses).toEqual(await lossesOn(backend, net, 20));
  },
);

test("who asks again and again is helped", async () => {
  const net = regressor(7);
  const training = await Training.start(net, await openOrFail("wasm"), led);
  const lead = vi.spyOn(Team.prototype, "lead");
  // Others may hold the cores for a while.
  const end = performance.now() + 20_000;
  while (lead.mock.calls.length === 0 && performance.now() < end) await training.next();
  expect(lead).toHaveBeenCalled();
  training.dispose();
});

test("a step that is led and not finite leaves the state alone", async () => {
  const backend = await openOrFail("wasm");
  const net = mlp(32, [40, 50, 10]);
  const training = await Training.start(net, backend, led);
  const feed = feedAt(net, 0);
  const broken = { ...feed, batch: new Map([...feed.batch].map(([name, cells]) => [name, cells.slice()])) };
  for (const cells of broken.batch.values()) if (cells instanceof Float32Array) cells.fill(Number.NaN);
  const state = async () =>
    Promise.all(training.session.state.names().map((name) => training.session.state.get(name)));
  const before = await state();
  const lead = leadAlways();
  expect((await training.executor.run(broken)).fault).toMatchObject({ value: "NaN" });
  expect(lead).toHaveBeenCalledTimes(1);
  expect(await state()).toEqual(before);
  training.dispose();
});

test("a step whose times are asked for is not led, and says that one thread takes it", async () => {
  const net = mlp(32, [40, 50, 10]);
  const training = await Training.start(net, await openOrFail("wasm"), led);
  const lead = leadAlways();
  await training.executor.run(feedAt(net, 0), []);
  expect(lead).not.toHaveBeenCalled();
  expect(training.executor.threadsTimed).toBe(1);
  training.dispose();
});

test("who asks now and then wakes nobody", async () => {
  const backend = await openOrFail("wasm");
  const training = await Training.start(regressor(7), backend, led);
  await training.next();
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
  const module = new ModuleBuilder({ relaxedSimd: false, sharedMemory: true }, hostFunctions);
  module.function("write", ["i32"], (f, at) => f.do(i32.store(at, 7)));
  module.export("write");
  const team = await Team.of(2);
  const code = await leader(team, sharedHeap().memory).load(new WebAssembly.Module(module.bytes()));
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
  const module = new ModuleBuilder({ relaxedSimd: false, sharedMemory: true }, hostFunctions);
  module.function("write", ["i32"], (f, at) => f.do(i32.store(at, 7)));
  module.export("write");
  const team = await Team.of(2);
  const code = await leader(team, sharedHeap().memory).load(new WebAssembly.Module(module.bytes()));
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
