import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { StopReason } from "../checkpoint/checkpoint.ts";
import type { RunResult } from "./run-result.ts";
import type { EpochRecord, Scores } from "./scores.ts";

/** What a run tells while it goes on. */
export type TrainingEvent =
  | {
      readonly type: "step";
      /** Counted from 1. */
      readonly epoch: number;
      /** Finished steps of the epoch. */
      readonly position: number;
      readonly stepsPerEpoch: number;
      /** Finished steps of the run. */
      readonly step: number;
      /** Means over the epoch so far. */
      readonly train: Scores;
    }
  | { readonly type: "epoch"; readonly record: EpochRecord; readonly improved: boolean }
  | { readonly type: "checkpoint"; readonly step: number }
  /** Something went wrong that does not end the run: a checkpoint that could not be written. */
  | { readonly type: "warning"; readonly diagnostic: Diagnostic }
  | DoneEvent;

/** The last event of a run. */
export type DoneEvent =
  | { readonly type: "done"; readonly reason: StopReason; readonly result: RunResult }
  /** It was told to stop, and resumes from its checkpoint. */
  | { readonly type: "done"; readonly reason: "aborted"; readonly result: null }
  | {
      readonly type: "done";
      readonly reason: "failed";
      readonly result: null;
      readonly diagnostic: Diagnostic;
    };
