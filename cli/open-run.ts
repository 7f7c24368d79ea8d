import type { BackendName } from "../compiler/plan/backend-name.ts";
import { openBackend } from "../runtime/backends/open-backend.ts";
import { remarkOnData } from "../runtime/checkpoint/remark-on-data.ts";
import { type Dataset, type Part, type PartName, partNamed } from "../runtime/data/dataset.ts";
import { diagnose } from "../runtime/diagnostics/diagnose.ts";
import type { ModelRunner } from "../runtime/model-runner.ts";
import { nodeFiles } from "../runtime/node/node-files.ts";
import { restoreRunner } from "../runtime/node/restore-runner.ts";
import { readRun, type StoredRun } from "../runtime/node/stored-run.ts";
import { prepareModel } from "../runtime/prepare-model.ts";
import { dataFolders } from "./read-spec.ts";
import { refuse } from "./refuse.ts";
import { report } from "./report.ts";
import { widenVectors } from "./widen-vectors.ts";

export interface RunChoice {
  readonly data: readonly string[];
  readonly backend: BackendName;
  readonly threads?: number;
  readonly wideVectors?: boolean;
}

/** A run folder with its weights on a backend. */
export interface OpenedRun {
  readonly stored: StoredRun;
  readonly runner: ModelRunner;
}

/** Null when there is a fault, which has been reported. */
export async function openRun(
  path: string,
  { backend: name, threads, wideVectors }: RunChoice,
): Promise<OpenedRun | null> {
  const stored = await readRun(path);
  if (stored.value === null) return refuse(stored.diagnostics);
  widenVectors(wideVectors, name);
  const { backend, diagnostics } = await openBackend(name);
  if (backend === null) return refuse(diagnostics);
  const runner = await restoreRunner(stored.value, backend, { threads });
  if (runner.value === null) return refuse(runner.diagnostics);
  report(runner.diagnostics, new Map());
  return { stored: stored.value, runner: runner.value };
}

/** The run's data, made by the statistics that were fitted when it was trained. */
export async function datasetOf({ stored }: OpenedRun, { data }: RunChoice): Promise<Dataset | null> {
  const { model, path, checkpoint } = stored;
  const files = nodeFiles(dataFolders(data, `${path}/model.json`));
  const prepared = await prepareModel(model, { files }, checkpoint.fitted);
  if (prepared.value === null) return refuse(prepared.diagnostics);
  const { dataset } = prepared.value;
  const remark = remarkOnData(path, checkpoint.run, dataset.fingerprint);
  report([...prepared.diagnostics, ...(remark === null ? [] : [remark])], new Map());
  return dataset;
}

/** Null when the split gives the part no examples, which has been reported. */
export function partOf(dataset: Dataset, name: PartName): Part | null {
  return partNamed(dataset, name) ?? refuse([diagnose("no-examples-in-part", { part: name }, null)]);
}
