import { readFile } from "node:fs/promises";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome } from "../diagnostics/outcome.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { CheckpointStore } from "./checkpoint-store.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./encode-checkpoint.ts";
import { systemReason } from "./system-reason.ts";
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
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing) return failure(diagnose("checkpoint-missing", { path }, null));
    return failure(diagnose("checkpoint-damaged", { path, reason: systemReason(error) }, null));
  }
}
