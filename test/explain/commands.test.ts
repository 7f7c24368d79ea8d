import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compileCommand } from "../../cli/commands/compile.ts";
import { explainCommand } from "../../cli/commands/explain.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import { pipeline } from "../../compiler/passes/pipeline.ts";

const spec = ["examples/spirals.regnet", "--train", "robust"];
let printed: string;
let said: string;

beforeEach(() => {
  printed = "";
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  process.exitCode = undefined;
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(command: typeof compileCommand, ...options: readonly string[]): Promise<void> {
  command.exitOverride();
  await command.parseAsync([...spec, ...options], { from: "user" });
}

describe("explain", () => {
  test("prints a text with epochs, which come from the data", async () => {
    await run(explainCommand);
    expect(printed).toContain("Parameters\n  first.kernel");
    expect(printed).toContain("400 epochs of 5 steps");
    expect(process.exitCode).toBeUndefined();
  });

  test("prints a versioned document for programs", async () => {
    await run(explainCommand, "--json", "--parameter", "head");
    const { version, parameters } = JSON.parse(printed);
    expect(version).toBe(1);
    expect(parameters.map(({ id }: { id: string }) => id)).toEqual(["head.kernel", "head.bias"]);
  });

  test("answers an unknown parameter with a suggestion, as a mistake of the command line", async () => {
    await run(explainCommand, "--parameter", "secnd.kernel");
    expect(printed).toBe("");
    expect(said).toContain("did you mean `second.kernel`?");
    expect(process.exitCode).toBe(2);
  });
});

describe("compile", () => {
  test("prints the optimized train step, and without passes a longer one", async () => {
    await run(compileCommand);
    const optimized = printed;
    expect(optimized.startsWith("program train\n")).toBe(true);
    expect(optimized).toContain("fused_segments");
    printed = "";
    await run(compileCommand, "--plain");
    expect(printed).not.toContain("fused");
    expect(printed.length).toBeGreaterThan(optimized.length);
  });

  test("leaves out the passes that are disabled, and shows the program after each other one", async () => {
    const disabled = ["fuse-elementwise", "fuse-reductions", "pack-updates"];
    await run(compileCommand, "--trace", ...disabled.flatMap((pass) => ["--disable", pass]));
    const shown = [...printed.matchAll(/^after (.*):$/gm)].map(([, pass]) => pass);
    expect(shown).toEqual(pipeline.map(({ name }) => name).filter((name) => !disabled.includes(name)));
    expect(printed).not.toContain("= fused");
  });

  test("refuses a pass that does not exist, with a suggestion", async () => {
    await expect(run(compileCommand, "--disable", "fuse-elementwize")).rejects.toThrow(
      "did you mean `fuse-elementwise`?",
    );
  });

  test("prints a model that can be read again", async () => {
    await run(compileCommand, "--emit", "ir", "--epochs", "3");
    const { model, diagnostics } = parseModel(printed);
    expect(diagnostics).toEqual([]);
    expect(model?.run.epochs).toBe(3);
  });

  test("refuses what says nothing of a model", async () => {
    await expect(run(compileCommand, "--emit", "ir", "--mode", "predict")).rejects.toThrow("--mode");
  });

  test("writes the plan of another backend and step to a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "regnet-"));
    try {
      const file = join(folder, "plan.txt");
      await run(compileCommand, "--emit", "plan", "--mode", "predict", "--backend", "cpu", "--out", file);
      expect(await readFile(file, "utf8")).toMatch(/^plan predict on cpu: /);
      expect(printed).toBe("");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("says why a file cannot be written", async () => {
    await run(compileCommand, "--out", join(tmpdir(), "no-such-folder", "step.txt"));
    expect(said).toContain("the folder does not exist");
    expect(process.exitCode).toBe(4);
  });
});
