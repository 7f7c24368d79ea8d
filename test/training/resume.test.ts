import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "../../runtime/training/events.ts";
import type { TrainingTask } from "../../runtime/training/trainer.ts";
import { FakeRunner } from "./fake-runner.ts";
import { MemoryCheckpoints, sampleModel, sampleTask, trainer } from "./sample-run.ts";

class Killed extends Error {}

interface Ending {
  readonly weight: number;
  readonly momentum: number;
  readonly result: unknown;
  readonly records: readonly string[];
}

/** Runs until killed before the operation of this number (steps, reads of weights, and both sides of a save). */
async function runOnce(change: Partial<TrainingTask>, store: MemoryCheckpoints, killAt: number) {
  const runner = new FakeRunner();
  let operations = 0;
  const count = (): void => {
    if (operations++ === killAt) throw new Killed();
  };
  runner.beforeEach = count;
  store.beforeEach = count;
  const resume = store.latest();
  const records: [number, string][] = [];
  const task = sampleTask(runner, { ...change, store, resume, every: { steps: 2 } });
  let done: Extract<TrainingEvent, { type: "done" }> | null = null;
  try {
    for await (const event of trainer(task).fit()) {
      if (event.type === "epoch") records.push([event.record.epoch, JSON.stringify(event.record)]);
      if (event.type === "done") done = event;
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return { runner, done, records, operations, started: resume?.progress.epoch ?? 0 };
}

/** Runs, is killed at each of these points in turn, resumes, and at last is left alone. */
async function runKilled(change: Partial<TrainingTask>, kills: readonly number[]): Promise<Ending> {
  const store = new MemoryCheckpoints();
  const lines: string[] = [];
  for (const killAt of [...kills, Number.POSITIVE_INFINITY]) {
    const { runner, done, records, started } = await runOnce(change, store, killAt);
    lines.length = started;
    for (const [epoch, line] of records) lines[epoch - 1] = line;
    if (done !== null) {
      return {
        weight: runner.weight[0]!,
        momentum: runner.momentum[0]!,
        result: done.result,
        records: lines,
      };
    }
  }
  throw new Error("the run did not end");
}

describe("a run that is killed and resumed", () => {
  it.each([
    ["trains all its epochs", {}],
    ["stops early and restores its best weights", { model: sampleModel({ patience: 1 }) }],
  ])("at any operation ends as if it had never stopped: one that %s", async (_, change) => {
    const whole = await runKilled(change, []);
    const { operations } = await runOnce(change, new MemoryCheckpoints(), Number.POSITIVE_INFINITY);
    expect(operations).toBeGreaterThan(40);
    for (let killAt = 0; killAt < operations; killAt++) {
      const { momentum, ...ending } = await runKilled(change, [killAt]);
      expect({ killAt, ...ending }).toEqual({
        killAt,
        weight: whole.weight,
        result: whole.result,
        records: whole.records,
      });
      expect(momentum).toBe(whole.momentum);
    }
  });

  it("again and again ends as if it had never stopped", async () => {
    const change = { model: sampleModel({ patience: 2 }) };
    const whole = await runKilled(change, []);
    for (const every of [11, 17, 23])
      expect(await runKilled(change, new Array(40).fill(every))).toEqual(whole);
  });

  it("after its end has nothing left to train", async () => {
    const store = new MemoryCheckpoints();
    const first = await runOnce({}, store, Number.POSITIVE_INFINITY);
    const again = await runOnce({}, store, Number.POSITIVE_INFINITY);
    expect(again.runner.steps).toBe(0);
    expect(again.done!.result).toEqual(first.done!.result);
  });
});
