import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { Model } from "../compiler/ir/model.ts";
import { serializeModel } from "../compiler/ir/serialize.ts";
import type { Diagnostic } from "../grammar/index.ts";
import { openBackend } from "../runtime/backends/open-backend.ts";
import { checkIdentity } from "../runtime/checkpoint/check-identity.ts";
import type { Checkpoint } from "../runtime/checkpoint/checkpoint.ts";
import type { Dataset } from "../runtime/data/dataset.ts";
import { readRunModel } from "../runtime/finished-run.ts";
import { modelHash } from "../runtime/model-hash.ts";
import { ModelRunner } from "../runtime/model-runner.ts";
import { RunFolder } from "../runtime/training/run-folder.ts";
import { Trainer } from "../runtime/training/trainer.ts";
import { versions } from "../runtime/training/versions.ts";
import type { RunOptions } from "./commands/run.ts";
import { ExitCode } from "./exit-code.ts";
import { isModelFile, type LoadedModel, loadModel, type ModelOptions } from "./load-model.ts";
import { report } from "./report.ts";

export interface PreparedRun {
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly model: Model;
  readonly dataset: Dataset;
  readonly versions: Readonly<Record<string, string>>;
}

/** Everything a run needs, before its first step; null when there is a fault, which has been reported. */
export async function prepareRun(
  file: string,
  options: RunOptions,
  command: Command,
): Promise<PreparedRun | null> {
  const stored = options.resume === true ? await storedRun(options) : null;
  if (options.resume === true && stored === null) return null;
  const loaded = await loadModel(file, stored === null ? options : asBegun(file, options, stored.model));
  if (loaded === null) return null;
  const chosen = command.getOptionValueSource("backend") === "cli" ? options.backend : null;
  const backendName = chosen ?? stored?.backend ?? options.backend;
  const { backend, diagnostics } = await openBackend(backendName);
  if (backend === null) return refuse(...diagnostics);
  const runner = ModelRunner.create(loaded.model, backend);
  if (runner.value === null) return refuse(...runner.diagnostics);
  const task = { ...loaded, hash: modelHash(loaded.model), runner: runner.value };

  const opened = stored ?? (await begin(loaded, options));
  if (opened === null) return null;
  const { folder, checkpoint } = opened;
  if (checkpoint !== null) {
    const wanted = { model: task.hash, seed: loaded.model.run.seed, backend: backendName };
    const fault = checkIdentity(folder.path, checkpoint, wanted, runner.value.tensors);
    if (fault !== null) return refuse(fault);
  }
  const trainer = Trainer.create({ ...task, store: folder.checkpoints, resume: checkpoint ?? undefined });
  if (trainer.value === null) return refuse(...trainer.diagnostics);
  return { folder, trainer: trainer.value, model: loaded.model, dataset: loaded.dataset, versions };
}

interface OpenedFolder {
  readonly folder: RunFolder;
  readonly checkpoint: Checkpoint | null;
}

async function begin({ model, files }: LoadedModel, { out }: RunOptions): Promise<OpenedFolder | null> {
  const path = out ?? freeName(join("runs", model.name));
  const folder = await RunFolder.create(path, { ...files, "model.json": serializeModel(model) });
  return folder.value === null ? refuse(...folder.diagnostics) : { folder: folder.value, checkpoint: null };
}

async function storedRun({ out }: RunOptions) {
  const path = out ?? latestRun() ?? "runs";
  const model = await readRunModel(path);
  if (model.value === null) return refuse(...model.diagnostics);
  const opened = await RunFolder.resume(path);
  if (opened.value === null) return refuse(...opened.diagnostics);
  const { folder, checkpoint } = opened.value;
  const backend = checkpoint?.run.backend === "cpu" ? ("cpu" as const) : null;
  return { folder, checkpoint, model: model.value, backend };
}

/** A run goes on with the settings it began with, unless the command line says otherwise. */
function asBegun(file: string, options: RunOptions, { name, params, run }: Model): ModelOptions {
  if (isModelFile(file)) return { ...run, ...withoutAbsent(options) };
  const set = Object.fromEntries(Object.entries(params).map(([param, value]) => [param, String(value)]));
  return { ...run, train: name, ...withoutAbsent(options), set: { ...set, ...options.set } };
}

function withoutAbsent(options: RunOptions): RunOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as RunOptions;
}

/** `runs/fashion`, then `runs/fashion-2`, … */
function freeName(path: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? path : `${path}-${count}`;
    if (!existsSync(name)) return name;
  }
}

/** The run folder that was written to last. */
function latestRun(): string | null {
  if (!existsSync("runs")) return null;
  const runs = readdirSync("runs").map((name) => join("runs", name));
  const times = runs.map((path) => [statSync(path).mtimeMs, path] as const);
  return times.sort(([a], [b]) => b - a)[0]?.[1] ?? null;
}

function refuse(...diagnostics: readonly Diagnostic[]): null {
  report(diagnostics, new Map());
  process.exitCode = diagnostics.some(({ code }) => code === "run-folder-not-writable")
    ? ExitCode.io
    : ExitCode.faulty;
  return null;
}
