import type { StopReason } from "../checkpoint/checkpoint.ts";
import type { Losses } from "./scores.ts";

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
