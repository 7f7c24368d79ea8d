import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Fingerprint } from "../data/fingerprint.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Checkpoint, RunIdentity } from "./checkpoint.ts";

interface Shaped {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Why a run cannot go on from a checkpoint, or null: another model, seed, data or backend, or other tensors. */
export function checkIdentity(
  path: string,
  { run, tensors }: Checkpoint,
  wanted: RunIdentity,
  shapes: readonly Shaped[],
): Diagnostic | null {
  return checkRun(path, run, wanted) ?? checkTensors(path, tensors, shapes);
}

/**
 * Why a run is not the one that is wanted, or null.
 *
 * @param change how the models differ, in words, where both are at hand
 */
export function checkRun(
  path: string,
  run: RunIdentity,
  wanted: RunIdentity,
  change: string | null = null,
): Diagnostic | null {
  const refuse = (problem: string) => diagnose("checkpoint-of-another-model", { path, problem }, null);
  if (run.seed !== wanted.seed) return refuse(`its seed is ${run.seed}, and not ${wanted.seed}`);
  if (run.model !== wanted.model) return refuse(change ?? "the spec has changed since the run began");
  const data = checkData(path, run, wanted.data);
  if (data !== null) return data;
  if (run.backend !== wanted.backend) {
    return refuse(`it ran on ${run.backend}, and not on ${wanted.backend}`);
  }
  return null;
}

/** Why a run cannot go on with this data, or null; one whose checkpoint is older than fingerprints goes on with any. */
function checkData(
  path: string,
  { data: before }: RunIdentity,
  now: Fingerprint | undefined,
): Diagnostic | null {
  if (before === undefined || now === undefined || before.sha256 === now.sha256) return null;
  return diagnose("checkpoint-of-other-data", { path, before: before.examples, now: now.examples }, null);
}

/** Whether a checkpoint holds every tensor that a network asks for, each of its shape. */
export function checkTensors(
  path: string,
  tensors: Checkpoint["tensors"],
  shapes: readonly Shaped[],
): Diagnostic | null {
  const refuse = (problem: string) => diagnose("checkpoint-of-another-model", { path, problem }, null);
  for (const { name, shape } of shapes) {
    const held = tensors.get(name);
    if (held === undefined) return refuse(`it has no tensor \`${name}\``);
    if (held.shape.join() !== shape.join()) {
      return refuse(`\`${name}\` is [${held.shape.join(", ")}] in it, and [${shape.join(", ")}] in the spec`);
    }
  }
  return null;
}
