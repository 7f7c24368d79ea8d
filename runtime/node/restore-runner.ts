import type { Backend, SessionOptions } from "../backends/backend.ts";
import { checkTensors } from "../checkpoint/check-identity.ts";
import { failure, type Outcome } from "../diagnostics/outcome.ts";
import { ModelRunner } from "../model-runner.ts";
import type { StoredRun } from "./stored-run.ts";

/** A runner with the weights of a stored run: the best ones, where the run was stopped before restoring them. */
export async function restoreRunner(
  { path, model, checkpoint }: StoredRun,
  backend: Backend,
  options: SessionOptions = {},
): Promise<Outcome<ModelRunner>> {
  const runner = await ModelRunner.create(model, backend, options);
  if (runner.value === null) return runner;
  const fault = checkTensors(path, checkpoint.tensors, runner.value.tensors);
  if (fault !== null) {
    runner.value.dispose();
    return failure(fault);
  }
  const weights = new Map([...checkpoint.tensors, ...(checkpoint.best ?? [])]);
  for (const { name } of runner.value.tensors) runner.value.set(name, weights.get(name)!.values);
  return runner;
}
