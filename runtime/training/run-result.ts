import type { Model } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { StopReason } from "../checkpoint/checkpoint.ts";
import type { RunState } from "./run-state.ts";
import type { Losses, Scores } from "./scores.ts";
import type { StepRunner } from "./step-runner.ts";

/** What a finished run came to. Every part is scored with the weights that remain. */
export interface RunResult {
  /** The train block's name. */
  readonly name: string;
  readonly backend: string;
  readonly seed: number;
  /** Trained epochs and steps. */
  readonly epochs: number;
  readonly steps: number;
  /** Counted from 1; null: no validation was watched. */
  readonly bestEpoch: number | null;
  readonly stopped: StopReason;
  /** Spent training, over all the sittings of the run. */
  readonly seconds: number;
  /** Trainable numbers. */
  readonly parameters: number;
  readonly loss: PerPart<Omit<Losses, "penalties">>;
  readonly metrics: PerPart<Readonly<Record<string, number>>>;
}

/** `result.json`. */
export interface StoredResult extends RunResult {
  /** Of whatever may change the numbers: regnet, tfjs. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface PerPart<T> {
  readonly train: T;
  readonly val: T | null;
  readonly test: T | null;
}

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
