import { open, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Model } from "../../compiler/ir/model.ts";
import { serializeModel } from "../../compiler/ir/serialize.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { CheckpointStore } from "../checkpoint/checkpoint-store.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { TrainingEvent } from "../training/events.ts";
import { fileCheckpoints, readCheckpoint } from "./file-checkpoints.ts";
import { makeFolder } from "./make-folder.ts";
import { runFiles } from "./run-files.ts";
import { systemReason } from "./system-reason.ts";
import { writeFileSafely } from "./write-file-safely.ts";

/**
 * What a run leaves behind: the spec and the model as they are run, `metrics.jsonl` (a line an epoch),
 * `checkpoint.safetensors`, and `result.json` at its end.
 */
export class RunFolder {
  readonly checkpoints: CheckpointStore;
  /** Lines that a full disk did not take; they are written before the next one. */
  private unwritten = "";

  /** @param kept the lines of the metrics that stay when a resumed run writes its first; null: all there are */
  private constructor(
    readonly path: string,
    private kept: string | null = null,
  ) {
    this.checkpoints = fileCheckpoints(join(path, runFiles.checkpoint));
  }

  /**
   * Begins a run. A folder that holds anything is refused.
   *
   * @param texts the spec as run, by path within the folder: `spec.regnet` and what it imports
   */
  static async create(
    path: string,
    model: Model,
    texts: Readonly<Record<string, string>>,
  ): Promise<Outcome<RunFolder>> {
    const files = { ...texts, [runFiles.model]: serializeModel(model) };
    try {
      await makeFolder(path);
      if ((await readdir(path)).length > 0) return failure(diagnose("run-folder-exists", { path }, null));
      for (const [name, content] of Object.entries(files)) {
        await makeFolder(dirname(join(path, name)));
        await writeFileSafely(join(path, name), content);
      }
      await writeFileSafely(join(path, runFiles.metrics), "");
    } catch (error) {
      return failure(diagnose("run-folder-not-writable", { path, reason: systemReason(error) }, null));
    }
    return success(new RunFolder(path));
  }

  /**
   * Takes up a run that was stopped; without a checkpoint (it was killed before the first) it begins again. Nothing
   * is changed in it before the run goes on, since the caller may find that it cannot.
   */
  static async resume(path: string): Promise<Outcome<{ folder: RunFolder; checkpoint: Checkpoint | null }>> {
    const metrics = await readFile(join(path, runFiles.metrics), "utf8").catch(() => null);
    if (metrics === null) return failure(diagnose("run-folder-missing", { path }, null));
    const checkpoint = await readCheckpoint(join(path, runFiles.checkpoint));
    if (checkpoint.value === null && checkpoint.diagnostics[0]?.code !== "checkpoint-missing") {
      return failure(...checkpoint.diagnostics);
    }
    // Lines after the checkpoint will be written again, the last one perhaps cut short.
    const epochs = checkpoint.value?.progress.epoch ?? 0;
    const lines = metrics.split("\n").slice(0, epochs);
    const folder = new RunFolder(path, lines.map((line) => `${line}\n`).join(""));
    return success({ folder, checkpoint: checkpoint.value });
  }

  /**
   * Writes down what happens and passes it on. An epoch's line is on the disk before the checkpoint that follows
   * it, so a resumed run never lacks one.
   *
   * @param versions of whatever may change the numbers; part of the result
   */
  async *record(
    events: AsyncIterable<TrainingEvent>,
    versions: Readonly<Record<string, string>>,
  ): AsyncGenerator<TrainingEvent, void> {
    for await (const event of events) {
      let fault: Diagnostic | null = null;
      if (event.type === "epoch") fault = await this.append(`${JSON.stringify(event.record)}\n`);
      if (event.type === "done" && event.result !== null) {
        fault = await this.write(
          runFiles.result,
          `${JSON.stringify({ ...event.result, versions }, null, 2)}\n`,
        );
      }
      if (fault !== null) yield { type: "warning", diagnostic: fault };
      yield event;
    }
  }

  private async write(name: string, content: string): Promise<Diagnostic | null> {
    const path = join(this.path, name);
    return writeFileSafely(path, content).then(
      () => null,
      (error) => diagnose("run-folder-not-writable", { path, reason: systemReason(error) }, null),
    );
  }

  /** Whole lines or none: what a full disk took of one is taken back. */
  private async append(line: string): Promise<Diagnostic | null> {
    const path = join(this.path, runFiles.metrics);
    this.unwritten += line;
    if (this.kept !== null) {
      const fault = await this.write(runFiles.metrics, this.kept);
      if (fault !== null) return fault;
      this.kept = null;
    }
    try {
      const file = await open(path, "a");
      const { size } = await file.stat();
      try {
        await file.writeFile(this.unwritten);
        await file.sync();
      } catch (error) {
        await file.truncate(size);
        throw error;
      } finally {
        await file.close();
      }
      this.unwritten = "";
      return null;
    } catch (error) {
      return diagnose("run-folder-not-writable", { path, reason: systemReason(error) }, null);
    }
  }
}
