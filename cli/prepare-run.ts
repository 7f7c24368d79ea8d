import type { Model } from "../compiler/ir/model.ts";
import { type BackendName, backendNames } from "../compiler/plan/backend-name.ts";
import type { Diagnostic } from "../grammar/index.ts";
import type { Backend } from "../runtime/backends/backend.ts";
import { openBackend } from "../runtime/backends/open-backend.ts";
import { checkRun, checkTensors } from "../runtime/checkpoint/check-identity.ts";
import type { Checkpoint } from "../runtime/checkpoint/checkpoint.ts";
import type { Dataset } from "../runtime/data/dataset.ts";
import { modelHash } from "../runtime/model-hash.ts";
import { ModelRunner } from "../runtime/model-runner.ts";
import { RunFolder } from "../runtime/node/run-folder.ts";
import { readRunModel } from "../runtime/node/stored-run.ts";
import { Profile } from "../runtime/profile/profile.ts";
import { Trainer } from "../runtime/training/trainer.ts";
import { whatChanged } from "../runtime/what-changed.ts";
import { freeFolder, latestRun, RUNS } from "./find-run.ts";
import { type LoadedModel, loadModel, type ModelOptions } from "./load-model.ts";
import { refuse } from "./refuse.ts";
import { report } from "./report.ts";
import { widenVectors } from "./widen-vectors.ts";

export interface RunOptions extends ModelOptions {
  readonly backend?: BackendName;
  readonly out?: string;
  readonly resume?: boolean;
  readonly threads?: number;
  readonly wideVectors?: boolean;
  readonly profile?: boolean;
}

export interface PreparedRun {
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly runner: ModelRunner;
  readonly backend: Backend;
  readonly model: Model;
  readonly dataset: Dataset;
}

/** Everything a run needs, before its first step; null when there is a fault, which has been reported. */
export async function prepareRun(file: string, options: RunOptions): Promise<PreparedRun | null> {
  const begun = options.resume === true ? await openBegun(file, options) : undefined;
  if (begun === null) return null;
  const loaded = await loadModel(file, options, begun?.model);
  if (loaded === null) return null;
  const { model, dataset } = loaded;
  const backendName = options.backend ?? begun?.backend ?? "wasm";
  widenVectors(options.wideVectors, backendName);
  const { backend, diagnostics } = await openBackend(backendName);
  if (backend === null) return refuse(diagnostics);
  const runner = await ModelRunner.create(model, backend, { threads: options.threads });
  if (runner.value === null) return refuse(runner.diagnostics);
  report(runner.diagnostics, new Map());
  const fault = begun === undefined ? null : whyAnother(begun, loaded, runner.value);
  if (fault !== null) return refuse([fault]);
  const folder = begun?.folder ?? (await beginFolder(loaded, options));
  if (folder === null) return null;
  const resume = begun?.checkpoint ?? undefined;
  const run = { model, dataset, hash: modelHash(model), runner: runner.value };
  const trainer = Trainer.create({ ...run, store: folder.checkpoints, resume });
  if (trainer.value === null) return refuse(trainer.diagnostics);
  if (options.profile === true) runner.value.profile = new Profile();
  return { folder, trainer: trainer.value, runner: runner.value, backend, model, dataset };
}

async function beginFolder({ model, files }: LoadedModel, { out }: RunOptions): Promise<RunFolder | null> {
  const folder = await RunFolder.create(out ?? freeFolder(model.name), model, files);
  return folder.value ?? refuse(folder.diagnostics);
}

interface BegunRun {
  readonly folder: RunFolder;
  readonly model: Model;
  /** Null: it was killed before its first. */
  readonly checkpoint: Checkpoint | null;
  readonly backend: BackendName | undefined;
}

async function openBegun(file: string, { out }: RunOptions): Promise<BegunRun | null> {
  const path = out ?? (await latestRun(file)) ?? RUNS;
  const model = await readRunModel(path);
  if (model.value === null) return refuse(model.diagnostics);
  const opened = await RunFolder.resume(path);
  if (opened.value === null) return refuse(opened.diagnostics);
  const { folder, checkpoint } = opened.value;
  const backend = backendNames.find((name) => name === checkpoint?.run.backend);
  return { folder, model: model.value, checkpoint, backend };
}

/** Why a run cannot go on as this model, or null. A run without a checkpoint is known by its model alone. */
function whyAnother(
  { folder: { path }, checkpoint, model: stored }: BegunRun,
  { model, dataset }: LoadedModel,
  { backend, tensors }: ModelRunner,
): Diagnostic | null {
  const identityOf = (of: Model) => ({ model: modelHash(of), seed: of.run.seed, backend });
  const run = checkpoint?.run ?? identityOf(stored);
  const wanted = { ...identityOf(model), data: dataset.fingerprint };
  const another = checkRun(path, run, wanted, whatChanged(stored, model));
  return another ?? (checkpoint === null ? null : checkTensors(path, checkpoint.tensors, tensors));
}
