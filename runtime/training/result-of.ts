import type { Model } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { StopReason } from "../checkpoint/checkpoint.ts";
import type { PerPart, RunResult } from "./run-result.ts";
import type { RunState } from "./run-state.ts";
import type { Scores } from "./scores.ts";
import type { StepRunner } from "./step-runner.ts";

export function resultOf(
  { name, run }: Pick<Model, "name" | "run">,
  { backend, tensors }: Pick<StepRunner, "backend" | "tensors">,
  state: RunState,
  stopped: StopReason,
  scores: PerPart<Scores>,
): RunResult {
  const { best } = state.stopping;
  return {
    name,
    backend,
    seed: run.seed,
    epochs: state.epoch,
    steps: state.step,
    bestEpoch: best === null ? null : best.epoch + 1,
    stopped,
    seconds: state.seconds(),
    parameters: tensors
      .filter(({ kind }) => kind === "parameter")
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    loss: perPart(scores, ({ loss: { data, penalty, total } }) => ({ data, penalty, total })),
    metrics: perPart(scores, ({ metrics }) => metrics),
  };
}

function perPart<S, T>({ train, val, test }: PerPart<S>, take: (part: S) => T): PerPart<T> {
  return { train: take(train), val: val && take(val), test: test && take(test) };
}
