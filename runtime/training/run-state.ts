import type {
  Checkpoint,
  Progress,
  RunIdentity,
  StoppingState,
  StopReason,
} from "../checkpoint/checkpoint.ts";
import type { StoredTensor } from "../checkpoint/safetensors.ts";
import type { FittedFields } from "../data/fitted-fields.ts";
import { NO_EPOCH_YET } from "./early-stopping.ts";
import { ScoreSums } from "./score-sums.ts";
import type { StateTensor, StepRunner } from "./step-runner.ts";

type Tensors = ReadonlyMap<string, StoredTensor>;

/** Where a run stands. Everything that changes while it goes on is here or in the runner's tensors. */
export class RunState {
  /** Finished epochs. */
  epoch = 0;
  /** Finished steps of the epoch that has begun. */
  position = 0;
  /** Finished steps of the run. */
  step = 0;
  sums = ScoreSums.empty();
  stopping: StoppingState = NO_EPOCH_YET;
  best: Tensors | null = null;
  stopped: StopReason | null = null;
  finished = false;
  private secondsBefore = 0;
  private readonly began: number;

  /** @param now milliseconds, from any origin */
  constructor(
    private readonly runner: StepRunner,
    private readonly now: () => number,
  ) {
    this.began = now();
  }

  seconds(): number {
    return this.secondsBefore + (this.now() - this.began) / 1000;
  }

  /** Goes back to where a checkpoint was made. */
  resume({ progress, tensors, best }: Checkpoint): void {
    this.epoch = progress.epoch;
    this.position = progress.position;
    this.step = progress.step;
    this.secondsBefore = progress.seconds;
    this.sums = ScoreSums.restore(progress.sums);
    this.stopping = progress.stopping;
    this.stopped = progress.stopped;
    this.finished = progress.finished;
    this.best = best;
    for (const { name } of this.runner.tensors) this.runner.set(name, tensors.get(name)!.values);
  }

  async checkpoint(run: RunIdentity, fitted: FittedFields): Promise<Checkpoint> {
    const progress: Progress = {
      epoch: this.epoch,
      position: this.position,
      step: this.step,
      seconds: this.seconds(),
      sums: this.sums.state(),
      stopping: this.stopping,
      stopped: this.stopped,
      finished: this.finished,
    };
    return { run, progress, fitted, tensors: await this.copy(this.runner.tensors), best: this.best };
  }

  async keepBest(): Promise<void> {
    this.best = await this.copy(this.runner.tensors.filter(({ evaluated }) => evaluated));
  }

  /** Puts the best epoch's weights in place of the present ones, where any were kept. */
  restoreBest(): void {
    for (const [name, { values }] of this.best ?? []) this.runner.set(name, values);
    this.best = null;
  }

  /** All are asked for at once: between one and the next no step can come. */
  private async copy(tensors: readonly StateTensor[]): Promise<Tensors> {
    const copies = tensors.map(
      async ({ name, shape }) => [name, { shape, values: await this.runner.get(name) }] as const,
    );
    return new Map(await Promise.all(copies));
  }
}
