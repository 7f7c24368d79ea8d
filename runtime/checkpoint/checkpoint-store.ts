import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** Where a run's latest checkpoint is kept. */
export interface CheckpointStore {
  /** Replaces the checkpoint; when it cannot, says why, and the one before stays. */
  readonly save: (checkpoint: Checkpoint) => Promise<Diagnostic | null>;
}
