import { readFile } from "node:fs/promises";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { CheckpointStore } from "../checkpoint/checkpoint-store.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/encode-checkpoint.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome } from "../diagnostics/outcome.ts";
import { systemCode, systemReason } from "./system-reason.ts";
import { writeFileSafely } from "./write-file-safely.ts";

/** Keeps the latest checkpoint in one file, which is whole at every moment. */
export function fileCheckpoints(path: string): CheckpointStore {
  return {
    save: (checkpoint) =>
      writeFileSafely(path, encodeCheckpoint(checkpoint)).then(
        () => null,
        (error) => diagnose("checkpoint-not-written", { path, reason: systemReason(error) }, null),
      ),
  };
}

export async function readCheckpoint(path: string): Promise<Outcome<Checkpoint>> {
  try {
    return decodeCheckpoint(path, await readFile(path));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return failure(diagnose("checkpoint-missing", { path }, null));
    return failure(diagnose("checkpoint-damaged", { path, reason: systemReason(error) }, null));
  }
}
