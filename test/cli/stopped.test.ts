/** Runs that were stopped, or killed at any moment, and go on: they end where the uninterrupted run does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { EpochRecord } from "../../runtime/index.ts";
import { expectDone, expectFault, folderWith, readLines, regnet, start } from "./regnet.ts";
import { spirals } from "./specs.ts";
import { checkpointOf, epochsWritten, expectSameRun, until } from "./stored.ts";

describe("Ctrl-C", () => {
  /** Epochs of 80,000 steps: long enough to be stopped within, also by a slow machine's signal. */
  const long = spirals({ examples: 400_000, epochs: 2 }).replace("batch 16", "batch 4");

  test("saves within the epoch and exits with 130; the run resumes to the same end", async () => {
    const folder = folderWith({ "a.regnet": long });
    const whole = regnet(folder, "run", "a.regnet", "--out", "whole", "--quiet");
    const { process: child, ended } = start(folder, ["run", "a.regnet", "--out", "stopped"]);
    await until(() => epochsWritten(join(folder, "stopped")) === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGINT");
    expectFault(await ended, 130, /regnet run a\.regnet --resume --out stopped/);
    const { progress } = await checkpointOf(join(folder, "stopped"));
    expect(progress.epoch).toBe(1);
    expect(progress.position).toBeGreaterThan(0);
    // Until it goes on, what counts is its best epoch: the first.
    const [first] = readLines<EpochRecord>(folder, "stopped/metrics.jsonl");
    const evaluated = await regnet(folder, "eval", "stopped", "--part", "val", "--json");
    expectDone(evaluated);
    expect(JSON.parse(evaluated.stdout).loss.data).toBeCloseTo(first!.val!.loss.data, 10);
    expectDone(await whole);
    expectDone(await regnet(folder, "run", "a.regnet", "--resume", "--out", "stopped", "--quiet"));
    await expectSameRun(join(folder, "whole"), join(folder, "stopped"));
  });
});

describe("a run that is killed", () => {
  let folder: string;

  beforeAll(async () => {
    folder = folderWith({ "a.regnet": spirals({ epochs: 40 }), "short.regnet": spirals({ epochs: 8 }) });
    expectDone(await regnet(folder, "run", "a.regnet", "--out", "whole", "--quiet"));
  });

  /** Starts or resumes a run, and kills it some milliseconds after it has finished so many more epochs. */
  async function killed(out: string, epochs: number, delay: number): Promise<void> {
    const run = join(folder, out);
    const before = epochsWritten(run);
    const resume = existsSync(run) ? ["--resume"] : [];
    const { process: child } = start(folder, ["run", "a.regnet", "--out", out, "--quiet", ...resume]);
    // Resuming drops the lines after the checkpoint before it writes new ones.
    await until(() => existsSync(join(run, "metrics.jsonl")) && epochsWritten(run) >= before + epochs);
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  test.each([
    ["as soon as its folder is there", [[0, 0]]],
    ["in the midst of epochs and of writing", [[3, 1]]],
    [
      "twice",
      [
        [8, 2],
        [11, 5],
      ],
    ],
    [
      "three times",
      [
        [1, 0],
        [12, 3],
        [6, 9],
      ],
    ],
  ] as const)("%s resumes to the same end", async (name, kills) => {
    const out = name.replaceAll(" ", "-");
    for (const [epochs, delay] of kills) await killed(out, epochs, delay);
    expectDone(await regnet(folder, "run", "a.regnet", "--resume", "--out", out, "--quiet"));
    await expectSameRun(join(folder, "whole"), join(folder, out));
    expect(readdirSync(join(folder, out)).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  test("between an epoch's line and its checkpoint, or within the line, writes the epoch once", async () => {
    await killed("between", 4, 0);
    const { progress } = await checkpointOf(join(folder, "between"));
    const lines = readFileSync(join(folder, "whole/metrics.jsonl"), "utf8").split("\n");
    const [next, half] = [lines[progress.epoch]!, lines[progress.epoch + 1]!.slice(0, 40)];
    const written = [...lines.slice(0, progress.epoch), next, half].join("\n");
    writeFileSync(join(folder, "between/metrics.jsonl"), written);
    expectDone(await regnet(folder, "run", "a.regnet", "--resume", "--out", "between", "--quiet"));
    await expectSameRun(join(folder, "whole"), join(folder, "between"));
  });

  test("resumes from a checkpoint within an epoch", async () => {
    const script = join(import.meta.dirname, "save-often.ts");
    const run = (out: string, ...saves: string[]) =>
      spawn(process.execPath, [
        "--import",
        "tsx",
        script,
        join(folder, "short.regnet"),
        join(folder, out),
        "3",
        ...saves,
      ]);
    const whole = run("whole-often");
    const wholeEnds = once(whole, "exit");
    for (const saves of [4, 9]) {
      expect(await once(run("killed-often", String(saves)), "exit")).toEqual([null, "SIGKILL"]);
      const { progress } = await checkpointOf(join(folder, "killed-often"));
      expect(progress.finished).toBe(false);
    }
    expect(await once(run("killed-often"), "exit")).toEqual([0, null]);
    expect(await wholeEnds).toEqual([0, null]);
    await expectSameRun(join(folder, "whole-often"), join(folder, "killed-often"));
  });
});

describe("--resume", () => {
  let folder: string;

  beforeAll(async () => {
    folder = folderWith({
      "a.regnet": spirals(),
      "b.regnet": spirals().replace("dropout 0.2", "dropout 0.3"),
    });
    expectDone(await regnet(folder, "run", "a.regnet", "--seed", "4", "--epochs", "2"));
  });

  test("of a finished run says its result again and changes nothing", async () => {
    const run = join(folder, "runs/spiral");
    const files = () => readdirSync(run).map((name) => [name, readFileSync(join(run, name), "utf8")]);
    const before = files();
    const again = await regnet(folder, "run", "a.regnet", "--resume", "--json");
    expectDone(again);
    expect(JSON.parse(again.stdout)).toMatchObject({ seed: 4, epochs: 2 });
    const { seconds: _, ...result } = JSON.parse(again.stdout);
    expect(JSON.parse(readFileSync(join(run, "result.json"), "utf8"))).toMatchObject(result);
    expect(files().filter(([name]) => name !== "result.json")).toEqual(
      before.filter(([name]) => name !== "result.json"),
    );
  });

  test.each([
    ["another spec", ["b.regnet"], /changed since the run began/],
    ["another seed", ["a.regnet", "--seed", "5"], /its seed is 4, and not 5/],
    ["more epochs", ["a.regnet", "--epochs", "9"], /its `epochs` is 2, and not 9/],
    ["another batch", ["a.regnet", "--batch", "8"], /its `batch` is \d+, and not 8/],
    ["another backend", ["a.regnet", "--backend", "cpu"], /it ran on wasm/],
  ])("with %s is refused", async (_name, args, says) => {
    const resumed = await regnet(folder, "run", ...args, "--resume", "--out", "runs/spiral");
    expectFault(resumed, 1, /checkpoint-of-another-model/, says);
  });

  test("without a run to go on with is refused", async () => {
    expectFault(await regnet(folder, "run", "a.regnet", "--resume", "--out", "none"), 1, /`none`/);
    expectFault(
      await regnet(folderWith({ "a.regnet": spirals() }), "run", "a.regnet", "--resume"),
      1,
      /`runs`/,
    );
  });

  test("from a damaged checkpoint is refused", async () => {
    const copy = folderWith({ "a.regnet": spirals({ epochs: 1 }) });
    expectDone(await regnet(copy, "run", "a.regnet", "--out", "r"));
    const file = join(copy, "r/checkpoint.safetensors");
    const bytes = readFileSync(file);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(file, bytes);
    expectFault(await regnet(copy, "run", "a.regnet", "--resume", "--out", "r"), 1, /damaged/, /checksum/);
    expectFault(await regnet(copy, "eval", "r"), 1, /damaged/);
    writeFileSync(file, bytes.subarray(0, 100));
    expectFault(await regnet(copy, "predict", "r"), 1, /damaged/);
  });
});
