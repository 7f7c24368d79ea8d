/** How a run is followed: one live line on a terminal, a plain line an epoch in a pipe. */
import { Presets, SingleBar } from "cli-progress";
import type { EpochRecord, TrainingEvent } from "../runtime/index.ts";
import { clock, scoresText } from "./scores-text.ts";
import { coloursFor, say } from "./terminal.ts";

type StepEvent = Extract<TrainingEvent, { type: "step" }>;

export interface ProgressOptions {
  readonly epochs: number;
  /** Examples of one epoch. */
  readonly examples: number;
  readonly live: boolean;
}

/** Shows training events until `stop`. Everything goes to standard error; results are for standard output. */
export class Progress {
  private readonly bar: SingleBar | null;
  private rate = 0;
  private last: { readonly step: number; readonly time: number } | null = null;
  private runs = false;

  constructor(private readonly options: ProgressOptions) {
    const format = `epoch {epoch}/${options.epochs} {bar} {value}/{total}  {rate} samples/s  {scores}  {left} left`;
    this.bar = options.live
      ? new SingleBar(
          { format, barsize: 16, hideCursor: true, clearOnComplete: true, fps: 8, stream: process.stderr },
          Presets.shades_classic,
        )
      : null;
  }

  show(event: TrainingEvent): void {
    if (event.type === "step") this.showStep(event);
    if (event.type === "epoch") this.showEpoch(event.record, event.improved);
    if (event.type === "done") this.stop();
  }

  stop(): void {
    if (this.runs) this.bar?.stop();
    this.runs = false;
  }

  private showStep(event: StepEvent): void {
    this.measure(event);
    if (this.bar === null) return;
    const shown = {
      epoch: event.epoch,
      rate: this.rate === 0 ? "-" : Math.round(this.rate).toLocaleString("en-US"),
      scores: scoresText(event.train),
      left: this.timeLeft(event),
    };
    if (!this.runs) this.bar.start(event.stepsPerEpoch, event.position, shown);
    else this.bar.update(event.position, shown);
    this.runs = true;
  }

  private showEpoch(record: EpochRecord, improved: boolean): void {
    this.stop();
    const train = `train ${scoresText(record.train)}`;
    const val = record.val === null ? "" : `  val ${scoresText(record.val)}`;
    const rate = this.rate === 0 ? "" : `  ${Math.round(this.rate).toLocaleString("en-US")} samples/s`;
    const best = improved ? coloursFor(process.stderr).green("  best so far") : "";
    say(
      `epoch ${record.epoch}/${this.options.epochs}  ${train}${val}${rate}  ${clock(record.seconds)}${best}`,
    );
  }

  /** A moving average over about the last second, so that the figure is neither jumpy nor stale. */
  private measure({ step, stepsPerEpoch }: StepEvent): void {
    const time = performance.now();
    if (this.last === null) this.last = { step, time };
    const elapsed = time - this.last.time;
    if (elapsed < 250) return;
    const perStep = this.options.examples / stepsPerEpoch;
    const now = ((step - this.last.step) * perStep * 1000) / elapsed;
    this.rate = this.rate === 0 ? now : 0.7 * this.rate + 0.3 * now;
    this.last = { step, time };
  }

  private timeLeft({ epoch, position, stepsPerEpoch }: StepEvent): string {
    if (this.rate === 0) return "-";
    const epochsLeft = this.options.epochs - epoch + 1 - position / stepsPerEpoch;
    return clock((epochsLeft * this.options.examples) / this.rate);
  }
}
