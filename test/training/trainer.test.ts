import { describe, expect, it, vi } from "vitest";
import { BatchesAhead } from "../../runtime/data/batches-ahead.ts";
import type { StepFeed } from "../../runtime/step-feed.ts";
import type { TrainingEvent } from "../../runtime/training/events.ts";
import { ScoreSums } from "../../runtime/training/score-sums.ts";
import { FakeRunner } from "./fake-runner.ts";
import {
  EXAMPLES,
  eventsOf,
  MemoryCheckpoints,
  sampleDataset,
  sampleModel,
  sampleTask,
  trainer,
} from "./sample-run.ts";

describe("a run", () => {
  it("tells each step, epoch, checkpoint and its end, in order", async () => {
    const events = await eventsOf(sampleTask(new FakeRunner(), { store: new MemoryCheckpoints() }));
    const epoch = ["step", "step", "step", "epoch", "checkpoint"];
    expect(events.map(({ type }) => type)).toEqual([
      ...epoch,
      ...epoch,
      ...epoch,
      ...epoch,
      "checkpoint",
      "done",
    ]);
  });

  it("scores all parts with the last weights, losses apart", async () => {
    const runner = new FakeRunner();
    const done = (await eventsOf(sampleTask(runner))).at(-1)!;
    const result = done.type === "done" ? done.result : null;
    const squares = [...sampleDataset().train.fields.x!.values].map(
      (x) => ((runner.weight[0]! - 2) * x) ** 2,
    );
    expect(result!.loss.train.data).toBeCloseTo(
      squares.reduce((sum, value) => sum + value, 0) / EXAMPLES,
      12,
    );
    expect(result!.loss.train.penalty).toBeCloseTo(0.01 * runner.weight[0]! ** 2, 12);
    expect(result!.loss.test).toEqual(result!.loss.train);
    expect(result).toMatchObject({ epochs: 4, steps: 12, stopped: "epochs", bestEpoch: null, parameters: 1 });
    expect(result!.metrics.val!.mae).toBeGreaterThan(0);
  });

  it("saves inside an epoch when so many steps or seconds have passed", async () => {
    const checkpoints = async (every: object, tick: number) => {
      let time = 0;
      const task = sampleTask(new FakeRunner(), { store: new MemoryCheckpoints(), every });
      const events = await eventsOf({ ...task, now: () => (time += tick) });
      return events.flatMap((event) => (event.type === "checkpoint" ? [event.step] : []));
    };
    expect(await checkpoints({ steps: 2 }, 0)).toEqual([2, 3, 5, 6, 8, 9, 11, 12, 12]);
    expect(await checkpoints({ seconds: 1e-9 }, 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]);
    expect(await checkpoints({}, 0)).toEqual([3, 6, 9, 12, 12]);
  });

  it("makes the next batch while others are at work on a step, and goes the same way", async () => {
    const prepare = vi.spyOn(BatchesAhead.prototype, "prepare");
    const [busy, free] = [new FakeRunner(), new FakeRunner()];
    free.isFree = true;
    const expected = await eventsOf(sampleTask(busy));
    expect(prepare).not.toHaveBeenCalled();
    expect(await eventsOf(sampleTask(free))).toEqual(expected);
    const { train, evaluate } = free.meanwhile;
    expect(train).toBe(12);
    expect(evaluate).toBeGreaterThan(0);
    expect(prepare).toHaveBeenCalledTimes(train + evaluate);
    prepare.mockRestore();
  });

  it("gives each step its schedule's value and a noise stream of its own", async () => {
    const feeds: { lr: number; key: string }[] = [];
    const runner = new FakeRunner();
    const train = runner.train.bind(runner);
    runner.train = async (size: number, feed: StepFeed) => {
      feeds.push({ lr: feed.scalars.get("lr")!, key: String(feed.keys.get("hidden/dropout")) });
      return train(size, feed);
    };
    await eventsOf(sampleTask(runner));
    expect(feeds[0]!.lr).toBe(0.1);
    expect(feeds[6]!.lr).toBeCloseTo(0.055, 12);
    expect(new Set(feeds.map(({ key }) => key)).size).toBe(12);
  });

  it("stops early and leaves the weights of the best epoch", async () => {
    const runner = new FakeRunner();
    const task = sampleTask(runner, { model: sampleModel({ patience: 1 }) });
    const kept: number[] = [];
    const losses: number[] = [];
    let last = "";
    for await (const event of trainer(task).fit()) {
      if (event.type === "epoch") {
        kept.push(runner.weight[0]!);
        losses.push(event.record.val!.loss.data);
      }
      if (event.type === "done")
        last = `${event.reason} ${event.result?.bestEpoch} of ${event.result?.epochs}`;
    }
    const best = losses.indexOf(Math.min(...losses));
    expect(losses.length).toBe(best + 2);
    expect(last).toBe(`early ${best + 1} of ${best + 2}`);
    expect(runner.weight[0]).toBe(kept[best]);
    expect(kept[best]).not.toBe(kept.at(-1));
  });

  it("restores the best weights also when all its epochs are over, unless told to keep the last", async () => {
    const weights = async (restore: string) => {
      const runner = new FakeRunner();
      const task = sampleTask(runner, { model: sampleModel({ patience: 99, restore }) });
      const seen: number[] = [];
      for await (const event of trainer(task).fit()) if (event.type === "epoch") seen.push(runner.weight[0]!);
      return { seen, left: runner.weight[0]! };
    };
    const [best, last] = [await weights("best"), await weights("last")];
    expect(last.left).toBe(last.seen.at(-1));
    expect(best.left).not.toBe(best.seen.at(-1));
    expect(best.seen).toContain(best.left);
  });

  it("stops at once when something is not finite, names it, and keeps the last good checkpoint", async () => {
    const runner = new FakeRunner();
    runner.brokenAt = 4;
    const store = new MemoryCheckpoints();
    const done = (await eventsOf(sampleTask(runner, { store }))).at(-1)!;
    expect(done).toMatchObject({ type: "done", reason: "failed", result: null });
    expect(done.type === "done" && done.reason === "failed" && done.diagnostic.message).toBe(
      "stopped during training, after 4 steps in epoch 2: `log` of `loss` is the first operation to give NaN",
    );
    expect(store.latest()!.progress).toMatchObject({ epoch: 1, position: 0, step: 3 });
  });

  it("is saved as of the end of the step under way", async () => {
    const runner = new FakeRunner();
    const train = runner.train.bind(runner);
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    // Threads: the weights change long before the step's end is known.
    runner.train = async (size, feed) => {
      const report = await train(size, feed);
      await finished;
      return report;
    };
    const run = trainer(sampleTask(runner));
    const values = new Map(["x", "y"].map((name) => [name, Float32Array.of(1)]));
    const step = run.step({ size: 1, values });
    const saving = run.checkpoint();
    finish();
    const { progress, tensors } = await saving;
    expect(tensors.get("w")!.values).toEqual(runner.weight);
    expect(progress.step).toBe(1);
    await step;
  });

  it("saves and ends when aborted, after the step under way", async () => {
    const store = new MemoryCheckpoints();
    const abort = new AbortController();
    const runner = new FakeRunner();
    const events = [];
    for await (const event of trainer(sampleTask(runner, { store })).fit(abort.signal)) {
      events.push(event.type);
      if (runner.steps === 5) abort.abort();
    }
    expect(events.slice(-3)).toEqual(["step", "checkpoint", "done"]);
    expect(store.latest()!.progress).toMatchObject({ epoch: 1, position: 2, step: 5 });
  });

  it("that was aborted goes on when asked again, and ends as if it never had been", async () => {
    const model = sampleModel({ patience: 99 });
    const whole = new FakeRunner();
    const expected = (await eventsOf(sampleTask(whole, { model }))).at(-1);
    for (const abortedAt of [4, 5, 7, 10]) {
      const runner = new FakeRunner();
      const run = trainer(sampleTask(runner, { model }));
      const abort = new AbortController();
      for await (const event of run.fit(abort.signal))
        if (event.type === "step" && event.step === abortedAt) abort.abort();
      let last: TrainingEvent | undefined;
      for await (const event of run.fit()) last = event;
      expect(last).toEqual(expected);
      expect(runner.weight).toEqual(whole.weight);
    }
  });

  it("that failed leaves the weights of before the step", async () => {
    const runner = new FakeRunner();
    runner.brokenAt = 8;
    const seen: number[] = [];
    for await (const event of trainer(sampleTask(runner, { model: sampleModel({ patience: 99 }) })).fit())
      if (event.type === "step") seen.push(runner.weight[0]!);
    expect(seen.length).toBe(8);
    expect(runner.weight[0]).toBe(seen.at(-1));
  });
});

describe("scores", () => {
  it("of batches of any size come to the same as one batch of everything", () => {
    const batched = ScoreSums.empty();
    batched.add(
      { "loss.data": 1, "loss.total": 2, "metric.accuracy.correct": 3, "metric.accuracy.count": 3 },
      3,
    );
    batched.add(
      { "loss.data": 5, "loss.total": 6, "metric.accuracy.correct": 0, "metric.accuracy.count": 1 },
      1,
    );
    const { loss, metrics } = batched.scores();
    expect([loss.data, loss.total, metrics.accuracy]).toEqual([2, 3, 0.75]);
  });

  it("go through JSON without losing a digit, infinities and NaN included", () => {
    const sums = ScoreSums.empty();
    sums.add(
      { "loss.data": 0.1, "metric.mae.absolute": Number.NaN, "loss.total": Number.NEGATIVE_INFINITY },
      3,
    );
    const restored = ScoreSums.restore(JSON.parse(JSON.stringify(sums.state())));
    expect(restored).toEqual(sums);
  });
});
