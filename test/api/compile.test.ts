import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openBackend } from "../../runtime/backends/open-backend.ts";
import {
  CompiledModel,
  CompileError,
  type CompileOptions,
  check,
  compile,
  DivergedError,
  format,
  type Model,
  parse,
  type Scores,
  Source,
  suppliedFiles,
  type TrainingEvent,
} from "../../runtime/index.ts";
import { flowers, flowersTable, houses, housesTable, spirals } from "../cli/specs.ts";

const compiled: CompiledModel[] = [];

afterEach(() => {
  for (const model of compiled.splice(0)) model.dispose();
});

async function compileOnce(source: string | Model, options?: CompileOptions): Promise<CompiledModel> {
  const model = await compile(source, options);
  compiled.push(model);
  return model;
}

async function eventsOf(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function weightsOf(model: CompiledModel): Promise<Record<string, number[]>> {
  const ids = model.model.network.parameters.map(({ id }) => id);
  return Object.fromEntries(await Promise.all(ids.map(async (id) => [id, [...(await model.weights(id))]])));
}

async function lossesOf(model: CompiledModel, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await model.step())!.loss.total);
  return losses;
}

const tableFiles = (text: string, name: string) => suppliedFiles({ [name]: new TextEncoder().encode(text) });

describe("compile", () => {
  test("takes a text, and the model document that it came to, alike", async () => {
    const text = await compileOnce(spirals());
    const document = await compileOnce(JSON.parse(JSON.stringify(text.model)));
    expect(await lossesOf(document, 10)).toEqual(await lossesOf(text, 10));
    expect(await weightsOf(document)).toEqual(await weightsOf(text));
  });

  test("heeds the choices that are given with it", async () => {
    const files = tableFiles(housesTable(), "houses.csv");
    const choices = { set: { width: 3 }, run: { epochs: 1, batch: 21, seed: 8 } };
    const { model } = await compileOnce(houses, { files, ...choices });
    expect(model).toMatchObject({ params: { width: 3 }, run: { epochs: 1, batch: 21, seed: 8 } });
    expect((await compileOnce(model, { files, run: { epochs: 9 } })).model.run).toMatchObject({
      epochs: 9,
      batch: 21,
    });
  });

  test("reads imports by the function it is given, and nothing without one", async () => {
    const [shared, train] = spirals().split(/(?=train )/) as [string, string];
    const source = `import "lib/shared.regnet"\n${train}`;
    const read = (path: string) => (path === "lib/shared.regnet" ? shared : null);
    const model = await compileOnce(source, { read });
    expect(await lossesOf(model, 3)).toEqual(await lossesOf(await compileOnce(spirals()), 3));
    await expect(compile(source)).rejects.toThrow(/lib\/shared\.regnet/);
  });

  test("trains on arrays from memory", async () => {
    const x = Float32Array.from({ length: 80 }, (_, i) => Math.sin(i));
    const label = Int32Array.from({ length: 40 }, (_, i) => (x[2 * i]! > 0 ? 1 : 0));
    const spec = `network Net { input x: f32[2]; output logits = x -> dense(8) as hidden -> relu -> dense(2) as head }
train t {
  network Net; data memory() { features x; target label; split 75 / 25 / 0 }
  loss cross_entropy(logits, label); optimizer adam(lr: 0.05); batch 8; epochs 30; seed 1; metrics accuracy
}`;
    const memory = { x: { values: x, shape: [2] }, label: { values: label, shape: [], label: true } };
    const model = await compileOnce(spec, { memory });
    for await (const event of model.fit()) if (event.type === "done") expect(event.reason).toBe("epochs");
    expect((await model.evaluate("val"))!.metrics.accuracy).toBeGreaterThan(0.8);
    expect(await model.evaluate("test")).toBeNull();
    await expect(compile(spec, { memory: { x: memory.x } })).rejects.toThrow(/label/);
  });

  test("throws everything that is wrong at once, as text and as diagnostics", async () => {
    const wrong = spirals()
      .replace("dense(width)", "dence(width)")
      .replace("metrics accuracy", "metrics acuracy");
    const error = await compile(wrong, { file: "my.regnet" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CompileError);
    const { diagnostics, message } = error as CompileError;
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-layer", "unknown-definition"]);
    expect(message).toMatch(/my\.regnet:5:24[\s\S]*did you mean `dense`[\s\S]*my\.regnet:23/);
  });

  test("throws for a spec without a train block, for missing data, and for a document that is none", async () => {
    await expect(compile("network N { input x: f32[2]; output y = x }")).rejects.toThrow(/train block/);
    await expect(compile(houses)).rejects.toThrow(/houses\.csv/);
    await expect(compile({ hello: "world" } as unknown as Model)).rejects.toBeInstanceOf(CompileError);
  });

  test("says one thread where a step is too small for the two that are asked for, and warns", async () => {
    const model = await compileOnce(spirals(), { threads: 2 });
    expect(model.threads).toBe(1);
    expect(model.diagnostics.map(({ code }) => code)).toEqual(["threads-not-used"]);
    const alone = await compileOnce(spirals(), { threads: 1, backend: "cpu" });
    expect(alone.diagnostics).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses %d threads", async (threads) => {
    await expect(compile(spirals(), { threads })).rejects.toThrow(/whole number from 1/);
  });

  test("keeps warnings for whoever asks", async () => {
    const model = await compileOnce(spirals().replace("kernel { decay 0.01 }", "kernel { l2 0.01 }"));
    expect(model.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual([
      "l2-under-adaptive",
      "warning",
    ]);
  });
});

test("the methods that are to be awaited are those that the page of the API names", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/api.md"), "utf8");
  const [, awaited] = /To be awaited are ([^;]*), as are `compile`/.exec(page)!;
  const members = Object.entries(Object.getOwnPropertyDescriptors(CompiledModel.prototype));
  const asynchronous = members.filter(([, { value }]) => value?.constructor.name === "AsyncFunction");
  expect([...awaited!.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(
    asynchronous.map(([name]) => name),
  );
});

describe("check, parse and format", () => {
  test("say what is wrong without throwing", async () => {
    expect((await check(spirals())).diagnostics).toEqual([]);
    const { diagnostics } = await check("network {");
    expect(diagnostics[0]).toMatchObject({ severity: "error", span: { file: "spec.regnet" } });
  });

  test("give the tree and the canonical form of a text", () => {
    const source = new Source("a.regnet", "network  N{input x:f32[2];output y=x}");
    expect(parse(source).diagnostics).toEqual([]);
    const { text } = format(source);
    expect(text).toContain("input x: f32[2]");
    expect(format(new Source("a.regnet", text!)).text).toBe(text);
  });
});

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

describe("save and load", () => {
  test("go back to a moment, from which it goes on to the same end", async () => {
    const model = await compileOnce(spirals());
    await lossesOf(model, 10);
    const saved = await model.save();
    await eventsOf(model.fit());
    const end = await weightsOf(model);
    const other = await compileOnce(spirals());
    other.load(saved);
    const events = await eventsOf(other.fit());
    expect(events[0]).toMatchObject({ type: "step", epoch: 2, position: 4, step: 11 });
    expect(await weightsOf(other)).toEqual(end);
    model.load(saved);
    await eventsOf(model.fit());
    expect(await weightsOf(model)).toEqual(end);
  });

  test("refuses bytes that are damaged, or of another model, seed or backend", async () => {
    const model = await compileOnce(spirals());
    const saved = await model.save();
    const refusal = async (text: string, options: CompileOptions, bytes = saved) => {
      const other = await compileOnce(text, options);
      const before = await weightsOf(other);
      expect(() => other.load(bytes, "mine.safetensors")).toThrow(CompileError);
      expect(await weightsOf(other)).toEqual(before);
      try {
        other.load(bytes, "mine.safetensors");
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(await refusal(spirals({ optimizer: "adam(lr: 0.01)" }), {})).toMatch(/mine\.safetensors/);
    expect(await refusal(spirals(), { run: { seed: 2 } })).toMatch(/checkpoint-of-another-model/);
    expect(await refusal(spirals(), { backend: "cpu" })).toMatch(/it ran on wasm/);
    expect(await refusal(spirals(), {}, saved.slice(0, 200))).toMatch(/damaged/);
    const flipped = saved.slice();
    flipped[flipped.length - 1]! ^= 128;
    expect(await refusal(spirals(), {}, flipped)).toMatch(/damaged/);
  });

  test("warns of other data, and refuses to go on with a run on them", async () => {
    const files = tableFiles(housesTable(), "houses.csv");
    const others = tableFiles(housesTable().replace("city,50000", "city,50001"), "houses.csv");
    const model = await compileOnce(houses, { files });
    const begun = await model.save();
    await eventsOf(model.fit());
    const ended = await model.save();
    const other = await compileOnce(houses, { files: others });
    other.load(begun, "mine");
    expect(other.diagnostics.map(({ code }) => code)).toContain("data-changed");
    expect(() => other.fit()).toThrow(/`mine` cannot go on: of the 60 examples some/);
    await expect(other.step()).rejects.toThrow(/`mine` cannot go on/);
    expect(await other.evaluate()).not.toBeNull();
    other.load(ended, "mine");
    await eventsOf(other.fit());
    expect(await weightsOf(other)).toEqual(await weightsOf(model));
    expect(other.diagnostics.map(({ code }) => code)).toContain("data-changed");
    model.load(begun);
    expect(model.diagnostics.map(({ code }) => code)).not.toContain("data-changed");
  });
});

describe("memory", () => {
  test("as many tensors live after 300 steps as after 10, evaluations and predictions between", async () => {
    const { backend } = await openBackend("wasm");
    const model = await compileOnce(spirals({ epochs: 100 }));
    const live = async (steps: number) => {
      for (let step = 0; step < steps; step++) await model.step();
      await model.evaluate("train");
      await model.predict("val");
      await model.step({ x: [1, 2], label: [0] });
      return backend!.held();
    };
    const early = await live(10);
    expect(await live(145)).toBe(early);
    expect(await live(145)).toBe(early);
  });

  test("a part that there is not is named to a program without types", async () => {
    const model = await compileOnce(spirals());
    const wrong = "validation" as "val";
    await expect(model.evaluate(wrong)).rejects.toThrow(
      "no part is named validation; there are train, val, test",
    );
    await expect(model.predict(wrong)).rejects.toThrow(RangeError);
  });

  test("dispose frees everything, and so does a compilation that fails late", async () => {
    const { backend } = await openBackend("wasm");
    const before = backend!.held();
    const model = await compile(spirals());
    await model.step();
    await model.evaluate("train");
    expect(backend!.held()).toBeGreaterThan(before);
    model.dispose();
    expect(backend!.held()).toBe(before);
    model.dispose();
    await expect(model.step()).rejects.toThrow("the model was disposed");
    const late = spirals({ split: "80 / 0 / 20" });
    await expect(compile(late)).rejects.toThrow(/val\.loss/);
    expect(backend!.held()).toBe(before);
  });
});
