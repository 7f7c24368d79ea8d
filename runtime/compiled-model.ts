import type { Model } from "../compiler/ir/model.ts";
import { type IndexLimit, indexLimits } from "../compiler/synthesize/index.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { batchOf, type FieldValues } from "./arguments/batch-of.ts";
import { checkRecord } from "./arguments/check-record.ts";
import { typeName } from "./arguments/type-name.ts";
import { wrongType } from "./arguments/wrong-type.ts";
import type { MemoryUse } from "./backends/backend.ts";
import { checkIdentity, checkRun } from "./checkpoint/check-identity.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint/encode-checkpoint.ts";
import { remarkOnData } from "./checkpoint/remark-on-data.ts";
import { CompileError, DivergedError } from "./compile-error.ts";
import { type Dataset, type Part, type PartName, partNamed } from "./data/dataset.ts";
import type { ModelRunner } from "./model-runner.ts";
import { predictBatch } from "./prediction/predict-batch.ts";
import { predictPart } from "./prediction/predict-part.ts";
import type { Prediction } from "./prediction/prediction.ts";
import type { TrainingEvent } from "./training/events.ts";
import { ScoreSums } from "./training/score-sums.ts";
import type { Scores } from "./training/scores.ts";
import type { Trainer } from "./training/trainer.ts";

/**
 * A model compiled for a backend, with its data and its weights. All methods work on the same weights; `dispose`
 * frees them. Shapes of arrays are those of the model's inputs, the batch first.
 */
export class CompiledModel {
  /** That what was loaded was trained on other data. */
  private remarkOfLoading: Diagnostic | null = null;
  /** A run that was loaded cannot go on with the data that are there. */
  private whyNotFit: Diagnostic | null = null;
  private readonly limits: ReadonlyMap<string, IndexLimit>;

  /** @internal `compile` makes it: tfjs is behind these types, and no part of the API's. */
  constructor(
    /** What was meant, as the IR holds it. */
    readonly model: Model,
    private readonly remarks: readonly Diagnostic[],
    private readonly dataset: Dataset,
    private readonly runner: ModelRunner,
    private readonly trainer: Trainer,
  ) {
    this.limits = indexLimits(model);
  }

  /** Warnings and notes, of the check and of what was loaded; errors are thrown. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.remarks, ...(this.remarkOfLoading === null ? [] : [this.remarkOfLoading])];
  }

  /** Whether its steps use vectors of 256 bits: after `enableWideVectors` of `regnet/node`. */
  get wideVectors(): boolean {
    return this.runner.wideVectors;
  }

  /** How many threads share a training step. */
  get threads(): number {
    return this.runner.threads;
  }

  /**
   * One training step: on the given fields, or on the next batch of the training data, epoch after epoch.
   *
   * @param batch by field; features in the shape and units in which the network takes them, labels as class
   *   indices
   * @returns losses and metrics of this batch, or means over the epoch so far; null when the run is over
   * @throws DivergedError when a number is not finite; the weights are those of before the step
   * @throws RangeError for a batch whose fields are missing, unknown or of another size, or an index beyond its table
   * @throws TypeError for what is no object of flat arrays of numbers
   */
  async step(batch?: Readonly<Record<string, FieldValues>>): Promise<Scores | null> {
    if (batch !== undefined) {
      const given = batchOf("step", batch, this.runner.trainProgram.fields, this.limits);
      const report = await this.trainer.step(given);
      if (report.outputs === null) throw new DivergedError(this.trainer.explain("training", report.fault));
      const sums = ScoreSums.empty();
      sums.add(report.outputs, given.size);
      return sums.scores();
    }
    for await (const event of this.fit()) {
      if (event.type === "step") return event.train;
      if (event.type === "done" && event.reason === "failed") throw new DivergedError(event.diagnostic);
    }
    return null;
  }

  /**
   * Trains to the end of the run, from wherever it stands, telling what happens: steps, epochs with validation,
   * and at last `done` with the result. Aborting ends after the step under way; `fit` again goes on.
   *
   * @throws CompileError for a run that was loaded and began on other data
   */
  fit(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<TrainingEvent, void> {
    checkRecord("fit", "its options as an object", options);
    if (this.whyNotFit !== null) throw new CompileError([this.whyNotFit], new Map());
    return this.trainer.fit(options.signal);
  }

  /**
   * Losses (`data`, each penalty, `total`) and metrics over every example of a part, without noise (0.6, 0.8).
   *
   * @returns null when the split gives this part no examples
   * @throws DivergedError when a number is not finite
   */
  async evaluate(part: PartName = "test"): Promise<Scores | null> {
    const examples = partNamed(this.dataset, part);
    if (examples === null) return null;
    const { scores, fault } = await this.trainer.evaluate(examples);
    if (scores === null) throw new DivergedError(this.trainer.explain("evaluation", fault));
    return scores;
  }

  /**
   * The network's outputs, by name.
   *
   * @param inputs by network input, in the shape and units in which the network takes them, that is, after the
   *   transforms of the data; or the name of a part of the data
   * @throws RangeError for inputs that are missing, unknown or of another size, an index beyond its table, or a part
   *   without examples
   * @throws TypeError for what is no object of flat arrays of numbers
   */
  async predict(
    inputs: PartName | Readonly<Record<string, FieldValues>>,
  ): Promise<ReadonlyMap<string, Prediction>> {
    const { model, runner, limits } = this;
    if (typeof inputs === "string") return predictPart(model, runner, this.partOf(inputs));
    const given = batchOf("predict", inputs, runner.predictProgram.fields, limits);
    return predictBatch(runner, given, model.run.batch);
  }

  /**
   * Everything the run is now, as the bytes of a safetensors file: weights, moving statistics, optimizer state,
   * where in the run it stands, and the statistics of the data.
   */
  async save(): Promise<Uint8Array<ArrayBuffer>> {
    return encodeCheckpoint(await this.trainer.checkpoint());
  }

  /**
   * Goes back to what was saved; `fit` then goes on to the same end as if it had never stopped. Beside other data of the
   * same form it serves to evaluate, to predict and to `step` on batches of your own: `diagnostics` then warn of it, and
   * `fit` refuses to go on with a run that has not ended.
   *
   * @param name of the file, for messages
   * @throws CompileError when the bytes are damaged or were saved by another model, seed or backend
   * @throws RangeError while a step is under way
   * @throws TypeError for what is no Uint8Array, such as a path
   */
  load(bytes: Uint8Array, name = "checkpoint"): void {
    checkBytes(bytes);
    const { value, diagnostics } = decodeCheckpoint(name, bytes);
    if (value === null) throw new CompileError(diagnostics, new Map());
    const { data, ...wanted } = this.trainer.identity();
    const fault = checkIdentity(name, value, wanted, this.runner.tensors);
    if (fault !== null) throw new CompileError([fault], new Map());
    this.trainer.restore(value);
    this.whyNotFit = value.progress.finished ? null : checkRun(name, value.run, { ...wanted, data });
    this.remarkOfLoading = remarkOnData(name, value.run, this.dataset.fingerprint);
  }

  /** A copy of a parameter's values, row-major. Throws `RangeError` for an unknown id. */
  async weights(id: string): Promise<Float32Array> {
    return (await this.runner.get(id)) as Float32Array;
  }

  /** What the model has allocated on its backend, and the least that its plans so far could do with; in bytes. */
  memory(): MemoryUse {
    return this.runner.memory();
  }

  /** Frees all tensors. The model is of no use afterwards. */
  dispose(): void {
    this.runner.dispose();
  }

  private partOf(name: PartName): Part {
    const part = partNamed(this.dataset, name);
    if (part === null) throw new RangeError(`the split gives ${name} no examples`);
    return part;
  }
}

/** Callers without types may give the path of a file, or what is not awaited yet. */
function checkBytes(given: unknown): void {
  if (typeName(given) === "Uint8Array") return;
  throw wrongType("load", "the bytes of a checkpoint, a Uint8Array", given, {
    String: "read the file first, `await readFile(path)`",
    Promise: "`await` it first",
    ArrayBuffer: "write `new Uint8Array(buffer)`",
  });
}
