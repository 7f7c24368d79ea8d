import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../runtime/node/file-checkpoints.ts";
import { RunFolder } from "../../runtime/node/run-folder.ts";
import type { TrainingEvent } from "../../runtime/training/events.ts";
import { sampleCheckpoint } from "../checkpoint/tensors.ts";
import { codes } from "../data/sources.ts";
import { FakeRunner } from "../training/fake-runner.ts";
import { sampleModel, sampleTask, trainer } from "../training/sample-run.ts";

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "regnet-run-"));
  path = join(root, "runs/sample");
});
afterEach(() => rm(root, { recursive: true }));

const files = { "spec.regnet": "train sample {}\n", "blocks/a.regnet": "// a\n" };
const read = (name: string) => readFile(join(path, name), "utf8");

/** Goes on until `stop` says so; true when the run came to its end. */
async function go(
  folder: RunFolder,
  resume: Parameters<typeof sampleTask>[1],
  stop = (_: TrainingEvent) => false,
) {
  const task = sampleTask(new FakeRunner(), { store: folder.checkpoints, ...resume });
  for await (const event of folder.record(trainer(task).fit(), { regnet: "0.1.0" })) {
    if (stop(event)) return false;
  }
  return true;
}

describe("a run folder", () => {
  it("holds the spec, a line for each epoch, the checkpoint and the result", async () => {
    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await go(folder, {});
    expect((await readdir(path)).sort()).toEqual([
      "blocks",
      "checkpoint.safetensors",
      "metrics.jsonl",
      "model.json",
      "result.json",
      "spec.regnet",
    ]);
    const lines = (await read("metrics.jsonl")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3, 4]);
    expect(JSON.parse(await read("result.json"))).toMatchObject({
      name: "sample",
      backend: "fake",
      versions: { regnet: "0.1.0" },
    });
  });

  it("is as if never stopped when the run was killed between an epoch's line and its checkpoint", async () => {
    const whole = (await RunFolder.create(path, sampleModel(), files)).value!;
    await go(whole, {});
    const expected = [await read("metrics.jsonl"), await read("result.json")];
    await rm(path, { recursive: true });

    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await go(folder, {}, (event) => event.type === "epoch" && event.record.epoch === 3);
    await writeFile(join(path, "metrics.jsonl"), `${await read("metrics.jsonl")}{"epoch":`);
    const resumed = (await RunFolder.resume(path)).value!;
    expect(resumed.checkpoint!.progress.epoch).toBe(2);
    await go(resumed.folder, { resume: resumed.checkpoint! });
    expect([await read("metrics.jsonl"), await read("result.json")]).toEqual(expected);
  });

  it("that was killed before its first checkpoint begins again", async () => {
    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await go(folder, {}, () => true);
    const resumed = await RunFolder.resume(path);
    expect(resumed.value?.checkpoint).toBeNull();
    expect(await go(resumed.value!.folder, {})).toBe(true);
  });

  it("that is opened to be resumed stays as it is until the run goes on", async () => {
    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await go(folder, {}, (event) => event.type === "epoch" && event.record.epoch === 2);
    const before = await read("metrics.jsonl");
    expect((await RunFolder.resume(path)).value!.checkpoint!.progress.epoch).toBe(1);
    expect(await read("metrics.jsonl")).toBe(before);
  });

  it("is refused when there is something in it, and not resumed when it holds no run", async () => {
    await RunFolder.create(path, sampleModel(), files);
    expect(codes(await RunFolder.create(path, sampleModel(), files))).toEqual(["run-folder-exists"]);
    expect(codes(await readCheckpoint(join(path, "checkpoint.safetensors")))).toEqual(["checkpoint-missing"]);
    expect(codes(await RunFolder.resume(join(root, "other")))).toEqual(["run-folder-missing"]);
  });

  it("that cannot be made is reported", async () => {
    await writeFile(join(root, "file"), "");
    expect(codes(await RunFolder.create(join(root, "file/run"), sampleModel(), files))).toEqual([
      "run-folder-not-writable",
    ]);
  });

  it("with a damaged checkpoint is not resumed", async () => {
    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await folder.checkpoints.save(sampleCheckpoint());
    await writeFile(
      join(path, "checkpoint.safetensors"),
      (await read("checkpoint.safetensors")).slice(0, 100),
    );
    expect(codes(await RunFolder.resume(path))).toEqual(["checkpoint-damaged"]);
  });

  it("keeps the previous checkpoint, leaves no scrap and trains on when one cannot be written", async () => {
    const folder = (await RunFolder.create(path, sampleModel(), files)).value!;
    await folder.checkpoints.save(sampleCheckpoint());
    const before = await readFile(join(path, "checkpoint.safetensors"));
    // A folder in the temporary file's place stands for a full disk: both fail before the rename.
    await mkdir(join(path, "checkpoint.safetensors.tmp"));
    const warnings: string[] = [];
    const ended = await go(folder, {}, (event) => {
      if (event.type === "warning") warnings.push(event.diagnostic.code);
      return false;
    });
    expect(ended).toBe(true);
    expect(new Set(warnings)).toEqual(new Set(["checkpoint-not-written"]));
    expect(await readFile(join(path, "checkpoint.safetensors"))).toEqual(before);
  });
});
