import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EpochRecord, RunResult } from "../../runtime/index.ts";
import { measured } from "./measured.ts";
import { expectDone, expectFault, folderWith, readJson, readLines, regnet, start } from "./regnet.ts";
import { expectSchema } from "./schemas.ts";
import { houses, housesTable, spirals } from "./specs.ts";

test("a run writes its spec, model, metrics, checkpoint and result", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  expectDone(await regnet(folder, "run", "a.regnet", "--out", "deep/run"));
  const run = join(folder, "deep/run");
  const files = ["checkpoint.safetensors", "metrics.jsonl", "model.json", "result.json", "spec.regnet"];
  expect(readdirSync(run).sort()).toEqual(files);
  expect(readFileSync(join(run, "spec.regnet"), "utf8")).toBe(spirals());
  const result = readJson<RunResult>(run, "result.json");
  expectSchema("result", result);
  expect(result).toMatchObject({
    name: "spiral",
    backend: "wasm",
    seed: 1,
    epochs: 3,
    steps: 21,
    stopped: "epochs",
  });
  expectSchema("model", readJson(run, "model.json"));
  const epochs = readLines<EpochRecord>(run, "metrics.jsonl");
  expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 7],
    [2, 14],
    [3, 21],
  ]);
  for (const record of epochs) expectSchema("metrics", record);
});

test("the end of a run says how it was done, wide vectors among it where they are used", async () => {
  const folder = folderWith({ "a.regnet": spirals({ epochs: 1 }) });
  const plain = await regnet(folder, "run", "a.regnet");
  expect(plain.stdout).toMatch(/ parameters on wasm, 1 thread, seed 1$/m);
  const { stdout, stderr } = await regnet(folder, "run", "a.regnet", "--wide-vectors");
  const manner = stderr.includes("wide-vectors-unavailable") ? "1 thread" : "1 thread, wide vectors";
  expect(stdout).toContain(` parameters on wasm, ${manner}, seed 1\n`);
});

test("columns of the result stand apart, however long their names are", async () => {
  const spec = spirals({ epochs: 1 }).replace("metrics accuracy", "metrics accuracy, top_k_accuracy(k: 1)");
  const { stdout } = await regnet(folderWith({ "a.regnet": spec }), "run", "a.regnet");
  expect(stdout).toMatch(/^ +loss +data +penalty +accuracy +top_k_accuracy$/m);
});

test("in a pipe there is a plain line an epoch, and the result without colours", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  const { stdout, stderr } = await regnet(folder, "run", "a.regnet");
  expect(
    stderr
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(0, 9)),
  ).toEqual(["epoch 1/3", "epoch 2/3", "epoch 3/3"]);
  // What a terminal is steered with: escape and carriage return.
  for (const code of [27, 13]) expect(stdout + stderr).not.toContain(String.fromCharCode(code));
  expect(stdout).toMatch(/train +0\.\d{4} .*\n +val .*\n +test /);
  expect(stdout).toMatch(/gap, train minus test: loss -?\d/);
  expect(stdout).toMatch(/all epochs done: 3 epochs, 21 steps/);
  expect(stdout).toContain(join("runs", "spiral"));
});

test("--json prints the result and nothing else, --quiet no progress", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  const run = await regnet(folder, "run", "a.regnet", "--json", "--quiet", "--out", "r");
  expectDone(run);
  expect(JSON.parse(run.stdout)).toEqual(readJson(folder, "r/result.json"));
  expect(run.stderr).toBe("");
});

test("NO_COLOR is heeded even where colours are forced", async () => {
  const folder = folderWith({ "a.regnet": "network N {" });
  const escapeCode = String.fromCharCode(27);
  const check = (env: Record<string, string>) => start(folder, ["check", "a.regnet"], { env }).ended;
  expect((await check({ FORCE_COLOR: "1" })).stderr).toContain(escapeCode);
  // A CI's pipe is a pipe like any other.
  expect((await check({ CI: "true" })).stderr).not.toContain(escapeCode);
  expect((await check({ FORCE_COLOR: "1", NO_COLOR: "1" })).stderr).not.toContain(escapeCode);
});

describe("the run folder", () => {
  test("is runs/<name>, with a number when that is taken", async () => {
    const folder = folderWith({ "a.regnet": spirals({ epochs: 1 }) });
    for (let count = 0; count < 3; count++) expectDone(await regnet(folder, "run", "a.regnet"));
    expect(readdirSync(join(folder, "runs")).sort()).toEqual(["spiral", "spiral-2", "spiral-3"]);
  });

  test("that exists is refused, and nothing in it changes", async () => {
    const folder = folderWith({ "a.regnet": spirals(), "mine/notes.txt": "keep me" });
    expectFault(await regnet(folder, "run", "a.regnet", "--out", "mine"), 1, /run-folder-exists/, /--resume/);
    expect(readdirSync(join(folder, "mine"))).toEqual(["notes.txt"]);
    expect(readFileSync(join(folder, "mine/notes.txt"), "utf8")).toBe("keep me");
  });

  test("may exist empty", async () => {
    const folder = folderWith({ "a.regnet": spirals({ epochs: 1 }), "empty/x": "" });
    expectFault(await regnet(folder, "run", "a.regnet", "--out", "a.regnet"), 4, /a file has its name/);
    expectFault(await regnet(folder, "run", "a.regnet", "--out", "a.regnet/x"), 4, /under a file/);
  });
});

describe("options", () => {
  const files = { "a.regnet": houses, "houses.csv": housesTable() };

  test("--set, --epochs, --batch, --seed and --backend stand for the spec's own", async () => {
    const folder = folderWith(files);
    const options = ["--set", "width=3", "--epochs", "2", "--batch", "42", "--seed", "9", "--backend", "cpu"];
    const run = await regnet(folder, "run", "a.regnet", "--json", ...options);
    expectDone(run);
    // 5 columns of features to 3 to 1, with biases; 42 training rows are one step.
    const parameters = 5 * 3 + 3 + 3 + 1;
    expect(JSON.parse(run.stdout)).toMatchObject({
      epochs: 2,
      steps: 2,
      seed: 9,
      backend: "cpu",
      parameters,
    });
    expect(readJson(folder, "runs/prices/model.json")).toMatchObject({
      params: { width: 3 },
      run: { epochs: 2, batch: 42, seed: 9 },
    });
  });

  test("--train chooses one of several train blocks", async () => {
    const other = spirals()
      .replace(/^[\s\S]*(?=train spiral)/, "")
      .replace("train spiral", "train other")
      .replace("batch 16", "batch 104");
    const folder = folderWith({ "a.regnet": `${spirals()}\n${other}` });
    expectFault(await regnet(folder, "run", "a.regnet"), 1, /spiral/, /other/);
    const run = await regnet(folder, "run", "a.regnet", "--train", "other", "--json");
    expectDone(run);
    expect(JSON.parse(run.stdout)).toMatchObject({ name: "other", steps: 3 });
    expectFault(await regnet(folder, "run", "a.regnet", "--train", "othr"), 1, /`othr`/, /other/);
  });

  test("--data comes before REGNET_DATA, and that before the spec's own folder", async () => {
    const rows = (count: number) => housesTable(count);
    const folder = folderWith({
      "a.regnet": houses,
      "houses.csv": rows(20),
      "first/houses.csv": rows(40),
      "second/houses.csv": rows(60),
    });
    const steps = async (args: readonly string[], env: Record<string, string>) => {
      const run = await start(
        folder,
        ["run", "a.regnet", "--json", "--epochs", "1", "--batch", "1", ...args],
        { env },
      ).ended;
      return JSON.parse(run.stdout).steps;
    };
    expect(await steps([], {})).toBe(14);
    expect(await steps([], { REGNET_DATA: `nowhere:${join(folder, "first")}` })).toBe(28);
    expect(await steps(["--data", "nowhere", "--data", "second"], { REGNET_DATA: "first" })).toBe(42);
  });

  test("numbers that make no sense are refused as the command line's fault", async () => {
    const folder = folderWith(files);
    const wrong = [
      ["--epochs", "0"],
      ["--epochs", "1.5"],
      ["--batch", "-1"],
      ["--seed", "x"],
      ["--backend", "gpu"],
      ["--set", "width"],
    ] as const;
    const refused = wrong.map(([name, value]) => regnet(folder, "run", "a.regnet", name, value));
    for (const run of await Promise.all(refused)) expectFault(run, 2, /is invalid/);
    expectFault(await regnet(folder, "run", "a.regnet", "--set", "width=1000"), 1, /width/);
    expectFault(await regnet(folder, "run", "a.regnet", "--set", "depth=1"), 1, /`depth`/);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });
});

test("a model document gives the same losses as its spec", async () => {
  const folder = folderWith({ "a.regnet": houses, "houses.csv": housesTable() });
  expectDone(
    await regnet(folder, "compile", "a.regnet", "--emit", "ir", "--set", "width=4", "--out", "m.json"),
  );
  expectDone(await regnet(folder, "run", "a.regnet", "--set", "width=4", "--out", "one"));
  expectDone(await regnet(folder, "run", "m.json", "--out", "two"));
  expect(measured(join(folder, "two"))).toEqual(measured(join(folder, "one")));
  expectFault(await regnet(folder, "run", "m.json", "--set", "width=5"), 1, /choose within a spec/);
  expectDone(await regnet(folder, "run", "m.json", "--epochs", "1", "--out", "three"));
  expect(measured(join(folder, "three")).epochs).toEqual(measured(join(folder, "one")).epochs.slice(0, 1));
});

test("imports are kept beside the spec, and the run goes on from its model alone", async () => {
  const [shared, own] = [spirals().split("train ")[0]!, `train ${spirals().split("train ")[1]!}`];
  const folder = folderWith({
    "lib/shared.regnet": shared,
    "a.regnet": `import "lib/shared.regnet"\n${own}`,
  });
  expectDone(await regnet(folder, "run", "a.regnet", "--out", "one"));
  expect(readFileSync(join(folder, "one/imports/lib/shared.regnet"), "utf8")).toBe(shared);
  expectDone(await regnet(folder, "run", "one/model.json", "--resume", "--out", "one"));
});

test("the same spec and seed give the same run to the last bit, another seed another one", async () => {
  const folder = folderWith({ "a.regnet": spirals({ epochs: 2 }) });
  const runs = [
    ["one", "5"],
    ["two", "5"],
    ["three", "6"],
  ] as const;
  const ended = runs.map(([name, seed]) => regnet(folder, "run", "a.regnet", "--seed", seed, "--out", name));
  for (const run of await Promise.all(ended)) expectDone(run);
  expect(measured(join(folder, "two"))).toEqual(measured(join(folder, "one")));
  expect(measured(join(folder, "three")).epochs).not.toEqual(measured(join(folder, "one")).epochs);
});
