import type { Model } from "../../compiler/ir/model.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { breathe } from "../breathe.ts";
import type { Checkpoint, RunIdentity } from "../checkpoint/checkpoint.ts";
import type { CheckpointStore } from "../checkpoint/checkpoint-store.ts";
import { type Batch, BatchSource } from "../data/batch-source.ts";
import { BatchesAhead } from "../data/batches-ahead.ts";
import type { Dataset, Part } from "../data/dataset.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { NonFinite } from "../non-finite.ts";
import { type CheckpointInterval, CheckpointTimer } from "./checkpoint-timer.ts";
import { afterEpoch, isOver, type StoppingRule, stoppingRule } from "./early-stopping.ts";
import { type Evaluation, evaluatePart } from "./evaluate-part.ts";
import type { DoneEvent, TrainingEvent } from "./events.ts";
import { feedStep, type StepPosition, stepPosition } from "./feed-step.ts";
import { monitoredNames, readMonitor } from "./monitor.ts";
import { resultOf } from "./result-of.ts";
import { RunState } from "./run-state.ts";
import { ScoreSums } from "./score-sums.ts";
import type { EpochRecord, Scores } from "./scores.ts";
import type { StepReport, StepRunner } from "./step-runner.ts";

export interface TrainingTask {
  readonly model: Model;
  /** The hash of the model: what a checkpoint must have been made with. */
  readonly hash: string;
  readonly dataset: Dataset;
  readonly runner: StepRunner;
  /** Where checkpoints go; none are made without. */
  readonly store?: CheckpointStore;
  readonly every?: CheckpointInterval;
  /** A checkpoint of this run, checked by `checkIdentity`, to go on from. */
  readonly resume?: Checkpoint;
  /** Milliseconds, from any origin. */
  readonly now?: () => number;
}

/**
 * Trains one run from its first step, or from a checkpoint, to its end. All that it computes is a function of
 * model, data and seed: a run that was killed and resumed ends with the weights of one that never stopped.
 */
export class Trainer {
  private readonly train: BatchSource;
  private ahead: BatchesAhead;
  private readonly state: RunState;
  private readonly timer: CheckpointTimer;
  /** The step under way; settled when there is none. */
  private underWay: Promise<unknown> = Promise.resolve();
  private isBusy = false;
  /** Settled when the last of the callers' own steps is done. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly task: TrainingTask,
    private readonly rule: StoppingRule | null,
  ) {
    const { runner, model, dataset, resume, now = () => performance.now() } = task;
    const order = { kind: "shuffled", seed: model.run.seed } as const;
    this.train = new BatchSource(dataset.train, model.run.batch, order, runner.trainProgram.fields);
    this.ahead = new BatchesAhead(this.train, 0, 0);
    this.state = new RunState(runner, now);
    this.timer = new CheckpointTimer(task.every ?? {}, now);
    if (resume !== undefined) this.state.resume(resume);
  }

  static create(task: TrainingTask): Outcome<Trainer> {
    const known = monitoredNames(task.runner.evaluateProgram.outputs, task.dataset.validation !== null);
    const rule = stoppingRule(task.model, known);
    if (rule.value === null && rule.diagnostics.length > 0) return failure(...rule.diagnostics);
    return success(new Trainer(task, rule.value));
  }

  /**
   * Trains to the end, telling what happens. Aborting saves the run after the step under way; it has not ended then,
   * so the weights stay those of that step and `fit` again goes on.
   */
  async *fit(signal?: AbortSignal): AsyncGenerator<TrainingEvent, void> {
    const { state } = this;
    while (state.stopped === null) {
      if (state.epoch === this.task.model.run.epochs) {
        state.stopped = "epochs";
        break;
      }
      const ending = (yield* this.trainEpoch(signal)) ?? (yield* this.endEpoch());
      if (ending !== null) {
        yield ending;
        return;
      }
    }
    yield* this.finish(state.stopped);
  }

  /** One update on a batch that the caller brings; it counts as a step and not as part of an epoch. */
  step(batch: Batch): Promise<StepReport> {
    // Of two that are asked for at once, the second is the next step: with noise and rates of its own.
    const mine = this.turn.then(async () => {
      const report = await this.run(batch);
      if (report.fault === null) this.state.step++;
      return report;
    });
    this.turn = mine.catch(() => {});
    return mine;
  }

  /** All that the run is once the step under way is done: its tensors and its progress are of one moment. */
  async checkpoint(): Promise<Checkpoint> {
    await this.turn;
    await this.underWay;
    return this.state.checkpoint(this.identity(), this.task.dataset.fitted);
  }

  /**
   * Goes back to a checkpoint of this run, checked by `checkIdentity`. Throws `RangeError` while a step is under way,
   * which would end on other weights than it began with.
   */
  restore(checkpoint: Checkpoint): void {
    if (this.isBusy) throw new RangeError("a step is under way: wait for it before loading");
    this.state.resume(checkpoint);
  }

  /** Scores a part of the data with the present weights. */
  evaluate(part: Part): Promise<Evaluation> {
    const { runner, model } = this.task;
    return evaluatePart(model, runner, part, this.position());
  }

  private async *trainEpoch(
    signal: AbortSignal | undefined,
  ): AsyncGenerator<TrainingEvent, DoneEvent | null> {
    const { state, train } = this;
    // A caller who takes one step at a time leaves a batch behind that is made already.
    if (!this.ahead.isAt(state.epoch, state.position))
      this.ahead = new BatchesAhead(train, state.epoch, state.position);
    const batches = this.ahead;
    while (!batches.isDone) {
      await breathe();
      if (signal?.aborted) return yield* this.abort();
      const batch = batches.take();
      const report = await this.run(batch, () => batches.prepare());
      if (report.outputs === null) return this.fail("training", report.fault);
      state.sums.add(report.outputs, batch.size);
      state.position++;
      state.step++;
      const epoch = state.epoch + 1;
      const { position, step } = state;
      yield { type: "step", epoch, position, step, stepsPerEpoch: train.count, train: state.sums.scores() };
      if (position < train.count && this.timer.isDue(step)) yield* this.save();
    }
    return null;
  }

  private run(batch: Batch, meanwhile?: () => void): Promise<StepReport> {
    const { runner } = this.task;
    const feed = feedStep(runner.trainProgram, batch, this.position());
    const running = runner.train(batch.size, feed, meanwhile);
    this.isBusy = true;
    this.underWay = running.then(
      () => this.rest(),
      () => this.rest(),
    );
    return running;
  }

  private rest(): void {
    this.isBusy = false;
  }

  /** Validates, decides whether to go on, and saves: all of it or, when killed within, none of it. */
  private async *endEpoch(): AsyncGenerator<TrainingEvent, DoneEvent | null> {
    const { state, rule } = this;
    const { validation } = this.task.dataset;
    const scored = validation === null ? null : await this.evaluate(validation);
    if (scored?.fault) return this.fail("evaluation", scored.fault);
    const record: EpochRecord = {
      epoch: state.epoch + 1,
      step: state.step,
      seconds: state.seconds(),
      train: state.sums.scores(),
      val: scored?.scores ?? null,
    };
    let improved = false;
    if (rule !== null) {
      const next = afterEpoch(state.stopping, state.epoch, readMonitor(rule.on, record), rule);
      improved = next.improved;
      state.stopping = next.state;
      if (improved && rule.restore === "best") await state.keepBest();
      if (isOver(state.stopping, rule)) state.stopped = "early";
    }
    state.epoch++;
    state.position = 0;
    state.sums = ScoreSums.empty();
    yield { type: "epoch", record, improved };
    yield* this.save();
    return null;
  }

  /** Restores the best weights, early or after all epochs (2.10), scores every part with them, and saves. */
  private async *finish(reason: "epochs" | "early"): AsyncGenerator<TrainingEvent, void> {
    const { state } = this;
    const { model, runner, dataset } = this.task;
    state.restoreBest();
    const scores: (Scores | null)[] = [];
    for (const part of [dataset.train, dataset.validation, dataset.test]) {
      const scored = part === null ? null : await this.evaluate(part);
      if (scored?.fault) {
        yield this.fail("evaluation", scored.fault);
        return;
      }
      scores.push(scored?.scores ?? null);
    }
    const parts = { train: scores[0]!, val: scores[1]!, test: scores[2]! };
    if (!state.finished) {
      state.finished = true;
      yield* this.save();
    }
    yield { type: "done", reason, result: resultOf(model, runner, state, reason, parts) };
  }

  private async *abort(): AsyncGenerator<TrainingEvent, DoneEvent> {
    yield* this.save();
    return { type: "done", reason: "aborted", result: null };
  }

  /** What went wrong, in words. */
  explain(during: "training" | "evaluation", where: NonFinite): Diagnostic {
    const { step, epoch } = this.state;
    return diagnose("not-finite", { step, epoch: epoch + 1, during, where }, null);
  }

  private fail(during: "training" | "evaluation", where: NonFinite): DoneEvent {
    return { type: "done", reason: "failed", result: null, diagnostic: this.explain(during, where) };
  }

  private async *save(): AsyncGenerator<TrainingEvent, void> {
    const { task, state } = this;
    if (task.store === undefined) return;
    const fault: Diagnostic | null = await task.store.save(await this.checkpoint());
    this.timer.saved(state.step);
    if (fault === null) yield { type: "checkpoint", step: state.step };
    else yield { type: "warning", diagnostic: fault };
  }

  identity(): RunIdentity {
    const { hash, model, runner, dataset } = this.task;
    return { model: hash, seed: model.run.seed, backend: runner.backend, data: dataset.fingerprint };
  }

  private position(): StepPosition {
    const { model, dataset } = this.task;
    return stepPosition(model, dataset.train.rows.length, this.state.step);
  }
}
