/** What can be wrong with the files and the command line of a run: an exit code, and words with file and place. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EpochRecord } from "../../runtime/index.ts";
import { gzip } from "../data/bytes.ts";
import { expectDone, expectFault, folderWith, readLines, regnet } from "./regnet.ts";
import { flowers, flowersTable, halves, houses, housesTable, imageFiles, images, spirals } from "./specs.ts";

describe("the command line", () => {
  test("unknown commands, options and choices exit with 2", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    expectFault(await regnet(folder, "trian", "a.regnet"), 2, /unknown command 'trian'/);
    expectFault(
      await regnet(folder, "run", "a.regnet", "--epoch", "3"),
      2,
      /unknown option '--epoch'/,
      /--epochs/,
    );
    expectFault(await regnet(folder, "run"), 2, /missing required argument 'spec'/);
    expectFault(await regnet(folder), 2, /Usage: regnet/);
  });

  test("--help and --version exit with 0", async () => {
    const folder = folderWith({});
    for (const args of [["--help"], ["run", "--help"], ["--version"]]) {
      const { code, stdout, stderr } = await regnet(folder, ...args);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(args[0] === "--version" ? /^\d+\.\d+\.\d+\n$/ : /^Usage: regnet/);
    }
  });
});

describe("files", () => {
  test("that are missing are named", async () => {
    const folder = folderWith({ "a.regnet": houses });
    expectFault(await regnet(folder, "run", "b.regnet"), 1, /`b\.regnet`/);
    expectFault(await regnet(folder, "run", "b.json"), 1, /`b\.json`/);
    expectFault(
      await regnet(folder, "run", "a.regnet"),
      1,
      /data-file-missing/,
      /houses\.csv/,
      /--data/,
      /a\.regnet:3/,
    );
    expectFault(await regnet(folder, "fmt", "b.regnet"), 1, /b\.regnet/);
    expectFault(await regnet(folder, "eval", "runs/nothing"), 1, /runs\/nothing/);
    expectFault(await regnet(folder, "predict", "runs/nothing"), 1, /runs\/nothing/);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  test("of a model that are damaged are refused", async () => {
    const folder = folderWith({ "broken.json": '{"version": 1', "other.json": '{"hello": "world"}' });
    expectFault(await regnet(folder, "run", "broken.json"), 1, /error\[/);
    expectFault(await regnet(folder, "run", "other.json"), 1, /error\[/);
  });
});

describe("tables", () => {
  const runWith = async (table: string | Uint8Array, name = "houses.csv") =>
    regnet(folderWith({ "a.regnet": houses, [name]: table }), "run", "a.regnet");

  test("with a row too short are refused by line", async () => {
    const lines = housesTable().split("\n");
    lines[6] = "52,3";
    expectFault(await runWith(lines.join("\n")), 1, /houses\.csv/, /line 7\b/);
  });

  test("with a text in a numeric column are refused by row and column", async () => {
    const lines = housesTable().split("\n");
    lines[5] = lines[5]!.replace(/,\d+$/, ",dear");
    expectFault(await runWith(lines.join("\n")), 1, /houses\.csv/, /`?dear`?/, /price/, /line 6\b/);
  });

  test("with a damaged gzip are refused", async () => {
    const packed = gzip(new TextEncoder().encode(housesTable()));
    expectFault(await runWith(packed.slice(0, 60), "houses.csv.gz"), 1, /houses\.csv\.gz/);
    expectFault(await runWith(new Uint8Array([31, 139, 1, 2, 3]), "houses.csv.gz"), 1, /houses\.csv\.gz/);
  });

  test("that are empty, or have a header alone, are refused", async () => {
    expectFault(await runWith(""), 1, /houses\.csv/);
    expectFault(await runWith("area,rooms,place,price\n"), 1, /error\[/);
  });
});

describe("IDX files", () => {
  const runWith = async (files: Record<string, Uint8Array>) =>
    regnet(folderWith({ "a.regnet": images, ...imageFiles(), ...files }), "run", "a.regnet");

  test("that are truncated are refused with both sizes", async () => {
    const whole = halves(40).images;
    expectFault(
      await runWith({ "halves/train-images-idx3-ubyte": whole.slice(0, 700) }),
      1,
      /train-images-idx3-ubyte/,
      /1456/,
      /700/,
    );
    expectFault(
      await runWith({ "halves/train-images-idx3-ubyte": whole.slice(0, 5) }),
      1,
      /train-images-idx3-ubyte/,
    );
  });

  test("with another number of labels than images are refused", async () => {
    expectFault(await runWith({ "halves/train-labels-idx1-ubyte": halves(39).labels }), 1, /39/, /40/);
  });

  test("with a label that the network has no output for are refused", async () => {
    const labels = halves(40).labels.slice();
    labels[20] = 7;
    expectFault(
      await runWith({ "halves/train-labels-idx1-ubyte": labels }),
      1,
      /target-mismatch/,
      /2 logits and the target 8 classes/,
    );
  });

  test("of another image size than the network takes are refused", async () => {
    const folder = folderWith({
      "a.regnet": images.replace("f32[6, 6, 1]", "f32[8, 8, 1]"),
      ...imageFiles(),
    });
    expectFault(await regnet(folder, "run", "a.regnet"), 1, /\[6, 6, 1\]/, /\[8, 8, 1\]/);
  });
});

test("a class of the test part that training never saw is refused, with its line", async () => {
  const folder = folderWith({ "a.regnet": flowers, "flowers.csv": `${flowersTable()}3,3,orchid\n` });
  expectFault(await regnet(folder, "run", "a.regnet"), 1, /unseen-class/, /`orchid` in line 92/);
});

test("a network too large for the memory is refused at once, before anything is allocated", async () => {
  const wide = spirals()
    .replace("width: int = 8", "width: int = 20000")
    .replace("-> tanh", "-> dense(width) as second -> tanh");
  const folder = folderWith({ "a.regnet": wide });
  const began = performance.now();
  expectFault(await regnet(folder, "run", "a.regnet"), 1, /too-large-for-memory/, /GiB/, /second\.kernel/);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(readdirSync(folder)).toEqual(["a.regnet"]);
});

describe("numbers that are not finite", () => {
  const optimizer = "sgd(lr: 1e30)";

  test("end the run with 3, and name the step and the operation", async () => {
    const folder = folderWith({ "a.regnet": spirals({ optimizer }) });
    const run = await regnet(folder, "run", "a.regnet", "--json", "--out", "r");
    expectFault(run, 3, /not-finite/, /after \d+ steps in epoch 1/, /`\w+` of `[\w./]+`/);
    expect(run.stdout).toBe("");
    expect(run.stderr).not.toContain("checkpoint is in");
    expect(readdirSync(join(folder, "r"))).not.toContain("result.json");
  });

  test("leave the checkpoint of the last good epoch, which can be evaluated", async () => {
    const rising = "sgd(lr: piecewise(values: [0.01, 1e30], epochs: [2]))";
    const folder = folderWith({ "a.regnet": spirals({ optimizer: rising, epochs: 4 }) });
    const run = await regnet(folder, "run", "a.regnet", "--out", "r");
    expectFault(run, 3, /after \d+ steps in epoch [2-9]/, /the last good checkpoint is in r$/m);
    const [last] = readLines<EpochRecord>(folder, "r/metrics.jsonl").slice(-1);
    const [, epoch] = /in epoch (\d)/.exec(run.stderr)!;
    expect(last!.epoch).toBe(Number(epoch) - 1);
    const evaluated = await regnet(folder, "eval", "r", "--part", "val", "--json");
    expectDone(evaluated);
    expect(Number.isFinite(JSON.parse(evaluated.stdout).loss.total)).toBe(true);
  });
});

describe("what cannot be written", () => {
  // Root writes everywhere but under /proc.
  test("exits with 4, and says why", async () => {
    const folder = folderWith({ "a.regnet": spirals({ epochs: 1 }) });
    expectFault(await regnet(folder, "run", "a.regnet", "--out", "/proc/regnet"), 4, /\/proc\/regnet/);
    expectFault(await regnet(folder, "compile", "a.regnet", "--out", "/proc/regnet"), 4, /\/proc\/regnet/);
    expectFault(await regnet(folder, "init", "/proc/a.regnet"), 4, /\/proc\/a\.regnet/);
  });
});
