import type { Fingerprint } from "../data/fingerprint.ts";
import type { FittedFields } from "../data/fitted-fields.ts";
import type { StoredTensor } from "./safetensors.ts";

/** The version of what the metadata hold. */
export const CHECKPOINT_VERSION = 1;

/** Everything that a run is at one moment: going on from it gives the numbers of a run never stopped. */
export interface Checkpoint {
  readonly run: RunIdentity;
  readonly progress: Progress;
  /** Statistics of the data, so that new files are read alike. */
  readonly fitted: FittedFields;
  /** Parameters, states and slots, by name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The weights of the best epoch, where early stopping restores them; null: none yet, or restored already. */
  readonly best: ReadonlyMap<string, StoredTensor> | null;
}

/** What must be the same for a run to go on. */
export interface RunIdentity {
  /** The hash of the model. */
  readonly model: string;
  readonly seed: number;
  readonly backend: string;
  /** Absent in checkpoints that were written before they held it. */
  readonly data?: Fingerprint;
}

export interface Progress {
  /** Finished epochs. */
  readonly epoch: number;
  /** Finished steps of the epoch that has begun. */
  readonly position: number;
  /** Finished steps of the run; schedules and noise streams follow from it. */
  readonly step: number;
  /** Time spent training, over all the sittings of the run. */
  readonly seconds: number;
  /** Running sums of the epoch that has begun. */
  readonly sums: SumsState;
  readonly stopping: StoppingState;
  /** Why no further epoch is trained; null: the run goes on. */
  readonly stopped: StopReason | null;
  /** Whether the best weights are restored and nothing remains to be done. */
  readonly finished: boolean;
}

export type StopReason = "epochs" | "early";

export interface SumsState {
  readonly examples: number;
  /** Float64 sums by output name. JSON keeps every digit of a double, but has no NaN and no infinity: text. */
  readonly values: Readonly<Record<string, number | string>>;
}

export interface StoppingState {
  /** The best value so far, and its epoch, counted from 0; null: no epoch was measured. */
  readonly best: { readonly value: number; readonly epoch: number } | null;
  /** Epochs since then. */
  readonly wait: number;
}
