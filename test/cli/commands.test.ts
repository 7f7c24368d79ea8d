import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunResult } from "../../runtime/index.ts";
import { expectDone, expectFault, folderWith, readJson, regnet, start } from "./regnet.ts";
import { expectSchema } from "./schemas.ts";
import { spirals } from "./specs.ts";

describe("explain", () => {
  test("says what reached each parameter, as text and as JSON", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    const [text, json] = await Promise.all([
      regnet(folder, "explain", "a.regnet"),
      regnet(folder, "explain", "a.regnet", "--json"),
    ]);
    expectDone(text);
    expect(text.stdout).toMatch(/head\.kernel/);
    expect(text.stdout).toMatch(/decay 0\.01/);
    expectDone(json);
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain('"head.kernel"');
  });

  test("--parameter keeps to one of them, and an unknown one is the command line's fault", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    const one = await regnet(folder, "explain", "a.regnet", "--parameter", "head.kernel");
    expectDone(one);
    expect(one.stdout).toContain("head.kernel");
    expect(one.stdout).not.toContain("hidden.bias");
    expectFault(await regnet(folder, "explain", "a.regnet", "--parameter", "haed.kernel"), 2, /head\.kernel/);
  });
});

describe("compile", () => {
  test("prints the model, a step of each mode, and a plan", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    const emit = (...args: string[]) => regnet(folder, "compile", "a.regnet", ...args);
    const [model, train, evaluate, plan] = await Promise.all([
      emit("--emit", "ir"),
      emit("--emit", "step"),
      emit("--mode", "evaluate"),
      emit("--emit", "plan"),
    ]);
    expectSchema("model", JSON.parse(model.stdout));
    expect(train.stdout).toMatch(/fused_segments|update/);
    expect(evaluate.stdout).not.toMatch(/update/);
    expect(evaluate.stdout).toMatch(/loss\.total/);
    expect(plan.stdout).toMatch(/on wasm: \d+ kernel calls, peak \d+ bytes/);
  });

  test("passes can be left out, and what would be heeded by nothing is refused", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    const emit = (...args: string[]) => regnet(folder, "compile", "a.regnet", ...args);
    const [all, without, plain] = await Promise.all([
      emit(),
      emit("--disable", "pack-updates"),
      emit("--plain"),
    ]);
    expect(all.stdout).toContain("fused_segments");
    expect(without.stdout).not.toContain("fused_segments");
    expect(plain.stdout.split("\n").length).toBeGreaterThan(without.stdout.split("\n").length);
    expectFault(await emit("--disable", "pack-update"), 2, /pack-updates/);
    expectFault(await emit("--emit", "ir", "--plain"), 2, /--plain/);
  });

  test("--out writes the same to a file", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    expectDone(await regnet(folder, "compile", "a.regnet", "--emit", "plan", "--out", "plan.txt"));
    const { stdout } = await regnet(folder, "compile", "a.regnet", "--emit", "plan");
    expect(readFileSync(join(folder, "plan.txt"), "utf8").trimEnd()).toBe(stdout.trimEnd());
  });
});

describe("fmt", () => {
  const untidy = "network N{input x:f32[2];output y=x->dense(1) as w // the only layer\n}\n";

  test("--check says what is not formatted and writes nothing", async () => {
    const folder = folderWith({ "a.regnet": untidy });
    expectFault(await regnet(folder, "fmt", "--check", "a.regnet"), 1, /a\.regnet is not formatted/);
    expect(readFileSync(join(folder, "a.regnet"), "utf8")).toBe(untidy);
  });

  test("formats in place, keeps comments, and finds nothing to do the second time", async () => {
    const folder = folderWith({ "a.regnet": untidy, "b.regnet": untidy });
    expectDone(await regnet(folder, "fmt", "a.regnet", "b.regnet"));
    const once = readFileSync(join(folder, "a.regnet"), "utf8");
    expect(once).not.toBe(untidy);
    expect(once).toContain("// the only layer");
    expectDone(await regnet(folder, "fmt", "--check", "a.regnet", "b.regnet"));
    expectDone(await regnet(folder, "fmt", "a.regnet"));
    expect(readFileSync(join(folder, "a.regnet"), "utf8")).toBe(once);
  });

  test("- goes from standard input to standard output", async () => {
    const { code, stdout } = await start(folderWith({}), ["fmt", "-"], { input: untidy }).ended;
    expect(code).toBe(0);
    expect(stdout).toContain("output y = x -> dense(1) as w");
  });

  test("a text with mistakes stays as it is, and the other files are formatted", async () => {
    const folder = folderWith({ "a.regnet": "network {", "b.regnet": untidy });
    expectFault(await regnet(folder, "fmt", "a.regnet", "b.regnet"), 1, /a\.regnet:1/);
    expect(readFileSync(join(folder, "a.regnet"), "utf8")).toBe("network {");
    expect(readFileSync(join(folder, "b.regnet"), "utf8")).not.toBe(untidy);
  });
});

describe("init", () => {
  test("writes a spec without faults that runs", async () => {
    const folder = folderWith({});
    expect((await regnet(folder, "init")).stdout).toContain("regnet run first.regnet");
    expectDone(await regnet(folder, "check", "first.regnet", "--set", "width=128"));
    expect((await regnet(folder, "check", "first.regnet")).stdout).toBe("first.regnet: no faults found\n");
    expectDone(await regnet(folder, "fmt", "--check", "first.regnet"));
    expectDone(await regnet(folder, "run", "first.regnet", "--epochs", "20", "--out", "r"));
    expect(readJson<RunResult>(folder, "r/result.json").metrics.test!.accuracy).toBeGreaterThan(0.8);
  });

  test("never writes over a file", async () => {
    const folder = folderWith({ "mine.regnet": "mine" });
    expectFault(await regnet(folder, "init", "mine.regnet"), 1, /mine\.regnet exists/);
    expect(readFileSync(join(folder, "mine.regnet"), "utf8")).toBe("mine");
  });
});
