/** A recurrent network on a text, evaluated by the average of its weights: data, layer and technique together. */
import { afterEach, expect, test } from "vitest";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import { type CompiledModel, type CompileOptions, compile, suppliedFiles } from "../../runtime/index.ts";

/** The letter that follows `a` depends on what stood before it. */
const content = "xaxyay".repeat(60);
const files = suppliedFiles({ "t.txt": new TextEncoder().encode(content) });

const spec = (rules: string, epochs = 20) => `
  network Reader(vocabulary: int = 3) {
    input tokens: i32[8]
    output logits = tokens -> embedding(vocabulary, 4) -> lstm(8) as rnn -> dense(vocabulary) as head
  }
  policy P { recurrent { decay 0.001 }; ${rules} }
  train t {
    network Reader; policy P
    data text("t.txt", length: 8) { split 80 / 20 }
    loss cross_entropy(logits, next); optimizer adam(lr: 0.05); batch 8; epochs ${epochs}; seed 3; metrics accuracy
  }`;

const compiled: CompiledModel[] = [];
afterEach(() => {
  for (const model of compiled.splice(0)) model.dispose();
});

async function compileOnce(rules: string, options: CompileOptions = {}): Promise<CompiledModel> {
  const model = await compile(spec(rules), { files, ...options });
  compiled.push(model);
  return model;
}

async function finish(model: CompiledModel): Promise<void> {
  for await (const _ of model.fit());
}

const read = async (model: CompiledModel, id: string) => [...(await model.weights(id))];
const ids = ({ model }: CompiledModel) => model.network.parameters.map(({ id }) => id);

test("an lstm learns which letter follows, from the letters before", { timeout: 60_000 }, async () => {
  const model = await compileOnce("update { ema(0.9, warmup: 1) }");
  expect(model.diagnostics).toEqual([]);
  await finish(model);
  const scores = (await model.evaluate("val"))!;
  // The first letters of a window have nothing before them.
  expect(scores.metrics.accuracy).toBeGreaterThan(0.8);
});

test("a run too short for its average is warned of, at the rule; not one that warms up (L-21)", async () => {
  const warnings = async (rule: string) => (await compileOnce(rule)).diagnostics.map(({ code }) => code);
  expect(await warnings("update { ema 0.99 }")).toEqual(["short-average"]);
  expect(await warnings("update { ema(0.99, warmup: 1) }")).toEqual([]);
  expect(await warnings("update { ema 0.5 }")).toEqual([]);
  const model = await compileOnce("update { ema 0.99 }");
  const { span, message } = model.diagnostics[0]!;
  expect(spec("update { ema 0.99 }").slice(span!.start).startsWith("update")).toBe(true);
  // 44 windows less the 9 of validation and the one between, in batches of 8, for 20 epochs.
  expect(message).toContain("needs about 500 steps to forget the first weights, and the run has 100");
});

test.each(backendNames)("before the first step an average changes nothing, on %s", async (backend) => {
  const averaged = await compileOnce("update { ema 0.9 }", { backend });
  const plain = await compileOnce("after head { dropout 0 }", { backend });
  expect(await averaged.evaluate("val")).toEqual(await plain.evaluate("val"));
});

test.each(backendNames)("evaluation and prediction are those of the averages, on %s", async (backend) => {
  const averaged = await compileOnce("update { ema 0.9 }", { backend });
  const last = await compileOnce("update { ema(0.9, evaluate: last) }", { backend });
  for (let step = 0; step < 8; step++) expect(await averaged.step()).toEqual(await last.step());
  for (const id of ids(averaged)) {
    expect(await read(averaged, id)).toEqual(await read(last, id));
    expect(await read(averaged, `ema/${id}`)).not.toEqual(await read(averaged, id));
  }
  expect(await averaged.evaluate("val")).not.toEqual(await last.evaluate("val"));
  const [one, other] = await Promise.all([averaged.predict("val"), last.predict("val")]);
  expect(one).not.toEqual(other);
});

test("a run that goes on from its bytes averages on as if it had never stopped", async () => {
  const whole = await compileOnce("update { ema 0.9 }");
  for (let step = 0; step < 7; step++) await whole.step();
  const saved = await whole.save();
  await finish(whole);
  const resumed = await compileOnce("update { ema 0.9 }");
  resumed.load(saved);
  await finish(resumed);
  for (const id of ids(whole))
    expect(await read(resumed, `ema/${id}`)).toEqual(await read(whole, `ema/${id}`));
  expect(await resumed.evaluate("val")).toEqual(await whole.evaluate("val"));
});

test("early stopping watches the averages, and restores those of the best epoch", async () => {
  // At this rate the weights leap about: the best epoch is not the last.
  const model = await compile(
    spec("update { ema 0.5 }; run { stop_early(on: val.loss, patience: 2) }").replace("0.05", "0.9"),
    { files },
  );
  compiled.push(model);
  const seen: number[] = [];
  for await (const event of model.fit()) if (event.type === "epoch") seen.push(event.record.val!.loss.data);
  expect(Math.min(...seen)).toBeLessThan(seen.at(-1)!);
  expect((await model.evaluate("val"))!.loss.data).toBe(Math.min(...seen));
});
