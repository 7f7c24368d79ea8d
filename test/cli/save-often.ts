/**
 * A run that saves every few steps, so that tests can end it within an epoch: `save-often.ts <spec> <folder> <steps> [saves]`.
 * With a folder that holds a run it goes on with it. After so many saves it kills itself: a kill from outside would come
 * late on a busy machine, after the run's end.
 */
import { existsSync, readFileSync } from "node:fs";
import { loadSpec } from "../../compiler/check/load-spec.ts";
import { openBackend } from "../../runtime/backends/open-backend.ts";
import type { Checkpoint } from "../../runtime/checkpoint/checkpoint.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { modelHash } from "../../runtime/model-hash.ts";
import { ModelRunner } from "../../runtime/model-runner.ts";
import { RunFolder } from "../../runtime/node/run-folder.ts";
import { prepareSpec } from "../../runtime/prepare-model.ts";
import { Trainer } from "../../runtime/training/trainer.ts";

const [file, path, steps, saves = Number.POSITIVE_INFINITY] = process.argv.slice(2);
const text = readFileSync(file!, "utf8");
const spec = await loadSpec("spec.regnet", { read: () => text });
const { model, dataset } = (await prepareSpec(spec, { files: suppliedFiles({}) })).prepared!;
const { backend } = await openBackend("wasm");
const runner = (await ModelRunner.create(model, backend!)).value!;
const { folder, checkpoint } = await openFolder();
const task = { model, dataset, hash: modelHash(model), runner, store: folder.checkpoints };
const trainer = Trainer.create({ ...task, every: { steps: Number(steps) }, resume: checkpoint ?? undefined });
let saved = 0;
for await (const event of folder.record(trainer.value!.fit(), {})) {
  if (event.type === "checkpoint" && ++saved >= Number(saves)) process.kill(process.pid, "SIGKILL");
}

async function openFolder(): Promise<{ folder: RunFolder; checkpoint: Checkpoint | null }> {
  if (existsSync(`${path}/metrics.jsonl`)) return (await RunFolder.resume(path!)).value!;
  return { folder: (await RunFolder.create(path!, model, {})).value!, checkpoint: null };
}
