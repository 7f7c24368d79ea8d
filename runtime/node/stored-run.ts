import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "../../compiler/ir/model.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { readCheckpoint } from "./file-checkpoints.ts";
import { runFiles } from "./run-files.ts";

/** What a run folder holds: the model as it was run, and the latest checkpoint. */
export interface StoredRun {
  readonly path: string;
  readonly model: Model;
  readonly checkpoint: Checkpoint;
}

/** Reads the model of a run folder. */
export async function readRunModel(path: string): Promise<Outcome<Model>> {
  const text = await readFile(join(path, runFiles.model), "utf8").catch(() => null);
  if (text === null) return failure(diagnose("run-folder-missing", { path }, null));
  const { model, diagnostics } = parseModel(text);
  if (model !== null) return success(model, diagnostics);
  const file = join(path, runFiles.model);
  return failure(...diagnostics.map((fault) => ({ ...fault, message: `${file}: ${fault.message}` })));
}

/** Reads a run folder for evaluation and prediction. */
export async function readRun(path: string): Promise<Outcome<StoredRun>> {
  const model = await readRunModel(path);
  if (model.value === null) return model;
  const checkpoint = await readCheckpoint(join(path, runFiles.checkpoint));
  if (checkpoint.value === null) return checkpoint;
  return success({ path, model: model.value, checkpoint: checkpoint.value });
}
