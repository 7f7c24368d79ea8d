/** How a run is followed: one live line on a terminal, a plain line an epoch in a pipe. */
import { Presets, SingleBar } from "cli-progress";
import pc from "picocolors";
import type { EpochRecord, Scores, TrainingEvent } from "../runtime/index.ts";
import { say } from "./terminal.ts";

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
    const best = improved ? pc.green("  best so far") : "";
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

/** `loss 0.412 (data 0.400 + penalty 0.012)  accuracy 0.871`. */
export function scoresText({ loss, metrics }: Scores): string {
  const parts = loss.penalty === 0 ? "" : ` (data ${number(loss.data)} + penalty ${number(loss.penalty)})`;
  const measured = Object.entries(metrics).map(([name, value]) => `  ${name} ${number(value)}`);
  return `loss ${number(loss.total)}${parts}${measured.join("")}`;
}

export function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return value.toFixed(4);
}

/** `42s`, `3:07`, `1:02:45`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const twoDigits = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`;
}
