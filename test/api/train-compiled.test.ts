import { describe, expect, test } from "vitest";
import { DivergedError, type Scores, type TrainingEvent } from "../../runtime/index.ts";
import { flowers, flowersTable, spirals } from "../cli/specs.ts";
import { compileOnce, eventsOf, tableFiles, weightsOf } from "./compiled.ts";

describe("step", () => {
  test("goes through the training data, epoch after epoch, to the end of the run", async () => {
    // 104 rows in batches of 16: seven steps an epoch.
    const model = await compileOnce(spirals({ epochs: 2 }));
    const seen: (Scores | null)[] = [];
    for (let step = 0; step < 15; step++) seen.push(await model.step());
    expect(seen.slice(0, 14)).not.toContain(null);
    expect(seen[14]).toBeNull();
    expect(await model.step()).toBeNull();
  });

  test("comes to what fit does", async () => {
    const [stepped, fitted] = [
      await compileOnce(spirals({ epochs: 2 })),
      await compileOnce(spirals({ epochs: 2 })),
    ];
    while ((await stepped.step()) !== null) {}
    await eventsOf(fitted.fit());
    expect(await weightsOf(stepped)).toEqual(await weightsOf(fitted));
  });

  test("takes a batch of the caller's, of any size", async () => {
    const model = await compileOnce(spirals());
    const before = await weightsOf(model);
    const scores = await model.step({ x: [0.5, 0.1, -0.3, 0.4], label: [0, 1] });
    expect(scores!.loss.total).toBeGreaterThan(0);
    expect(scores!.metrics.accuracy).toBeOneOf([0, 0.5, 1]);
    expect(await weightsOf(model)).not.toEqual(before);
    expect(
      (await model.step({ x: new Float32Array(10), label: new Int32Array(5) }))!.loss.data,
    ).toBeGreaterThan(0);
  });

  test("two asked for at once are two steps, one after the other", async () => {
    const batch = { x: [0.5, 0.1, -0.3, 0.4], label: [0, 1] };
    const [together, apart] = [await compileOnce(spirals()), await compileOnce(spirals())];
    const scores = await Promise.all([together.step(batch), together.step(batch)]);
    expect(scores).toEqual([await apart.step(batch), await apart.step(batch)]);
    expect(await weightsOf(together)).toEqual(await weightsOf(apart));
  });

  test.each([
    ["a field that is missing", { x: [0, 0] }, /label/],
    ["half an example", { x: [0, 0, 0], label: [0] }, /x has 3 values/],
    ["fields of different length", { x: [0, 0, 0, 0], label: [0] }, /1 examples, and other fields 2/],
    ["no example", { x: [], label: [] }, /x has 0 values/],
    ["a label that is no class", { x: [0, 0], label: [2] }, /label/],
  ])("refuses %s, and the weights stay", async (_name, batch, says) => {
    const model = await compileOnce(spirals());
    const before = await weightsOf(model);
    await expect(model.step(batch)).rejects.toThrow(RangeError);
    await expect(model.step(batch)).rejects.toThrow(says);
    expect(await weightsOf(model)).toEqual(before);
    expect(await model.step()).not.toBeNull();
  });

  test("throws when a number is not finite, and the weights are those of before", async () => {
    const model = await compileOnce(spirals());
    const before = await weightsOf(model);
    const step = model.step({ x: [Number.NaN, 0], label: [0] });
    await expect(step).rejects.toBeInstanceOf(DivergedError);
    await expect(step).rejects.toThrow(/`x` holds NaN/);
    expect(await weightsOf(model)).toEqual(before);
  });
});

describe("fit", () => {
  test("tells of steps, epochs and the end, in order", async () => {
    const model = await compileOnce(spirals({ epochs: 2 }));
    const events = await eventsOf(model.fit());
    const [steps, epoch] = [Array.from({ length: 7 }, () => "step"), "epoch"];
    expect(events.map(({ type }) => type)).toEqual([...steps, epoch, ...steps, epoch, "done"]);
    expect(events[0]).toMatchObject({ epoch: 1, position: 1, stepsPerEpoch: 7, step: 1 });
    expect(events[14]).toMatchObject({ epoch: 2, position: 7, step: 14 });
    expect(events.at(-1)).toMatchObject({
      type: "done",
      reason: "epochs",
      result: { epochs: 2, steps: 14, backend: "wasm" },
    });
    const last = events.at(-1);
    const result = last?.type === "done" ? last.result : null;
    expect(await model.evaluate("test")).toMatchObject({
      loss: result!.loss.test,
      metrics: result!.metrics.test,
    });
  });

  test("ends after the step under way when it is aborted, and goes on to the same end", async () => {
    const [whole, stopped] = [await compileOnce(spirals()), await compileOnce(spirals())];
    const [done] = (await eventsOf(whole.fit())).slice(-1);
    const stop = new AbortController();
    const first: TrainingEvent[] = [];
    for await (const event of stopped.fit({ signal: stop.signal })) {
      first.push(event);
      if (event.type === "step" && event.step === 10) stop.abort();
    }
    expect(first.at(-1)).toMatchObject({ type: "done", reason: "aborted" });
    expect(first.filter(({ type }) => type === "step")).toHaveLength(10);
    const [again] = (await eventsOf(stopped.fit())).slice(-1);
    expect(await weightsOf(stopped)).toEqual(await weightsOf(whole));
    const results = [again, done].map((event) => event?.type === "done" && { ...event.result, seconds: 0 });
    expect(results[0]).toEqual(results[1]);
  });

  test("lets timers have their turn, so that one can stop it", async () => {
    const model = await compileOnce(spirals({ examples: 200_000, epochs: 1 }));
    const began = performance.now();
    const [last] = (await eventsOf(model.fit({ signal: AbortSignal.timeout(100) }))).slice(-1);
    expect(last).toMatchObject({ type: "done", reason: "aborted" });
    expect(performance.now() - began).toBeLessThan(1500);
  });

  test("the same seed gives the same weights to the last bit, another seed other ones", async () => {
    const weights = await Promise.all(
      [5, 5, 6].map(async (seed) => {
        const model = await compileOnce(spirals({ seed }));
        await eventsOf(model.fit());
        return weightsOf(model);
      }),
    );
    expect(weights[1]).toEqual(weights[0]);
    expect(weights[2]).not.toEqual(weights[0]);
  });
});

describe("evaluate and predict", () => {
  test("changes nothing, and knows no noise", async () => {
    const model = await compileOnce(spirals());
    await model.step();
    const before = await weightsOf(model);
    expect(await model.evaluate("train")).toEqual(await model.evaluate("train"));
    expect(await model.predict("train")).toEqual(await model.predict("train"));
    expect(await weightsOf(model)).toEqual(before);
  });

  test("predicts for inputs as it does for the same rows of a part", async () => {
    const files = tableFiles(flowersTable(), "flowers.csv");
    const model = await compileOnce(flowers, { files });
    await eventsOf(model.fit());
    const ofPart = (await model.predict("test")).get("logits")!;
    expect(ofPart.shape).toEqual([18, 3]);
    const ofInputs = (await model.predict({ x: [0, 0, 1, -1] })).get("logits")!;
    expect(ofInputs.shape).toEqual([2, 3]);
    expect((await model.predict({ x: [1, -1] })).get("logits")!.values).toEqual(ofInputs.values.slice(3));
    const right = Array.from({ length: 18 }, (_, row) => {
      const logits = [...ofPart.values.subarray(3 * row, 3 * row + 3)];
      return logits.indexOf(Math.max(...logits));
    });
    expect(new Set(right)).toEqual(new Set([0, 1, 2]));
    expect((await model.evaluate("test"))!.metrics.accuracy).toBe(1);
  });

  test("refuses inputs that are missing, and parts without examples", async () => {
    const model = await compileOnce(spirals({ split: "80 / 20 / 0" }));
    await expect(model.predict({})).rejects.toThrow(RangeError);
    await expect(model.predict({ x: [1, 2, 3] })).rejects.toThrow(/x has 3 values/);
    await expect(model.predict("test")).rejects.toThrow(/test/);
    await expect(model.weights("nothing")).rejects.toThrow(RangeError);
  });
});
