/** How often a run is saved inside an epoch; at the end of each it is saved in any case. */
export interface CheckpointInterval {
  readonly seconds?: number;
  readonly steps?: number;
}

/** Half a minute of work is the most that a killed run loses. */
const DEFAULT_SECONDS = 30;

/** Says when the next checkpoint is due. */
export class CheckpointTimer {
  private savedAt: number;
  private savedStep = 0;

  constructor(
    private readonly every: CheckpointInterval,
    private readonly now: () => number,
  ) {
    this.savedAt = now();
  }

  isDue(step: number): boolean {
    const { seconds = DEFAULT_SECONDS, steps = Number.POSITIVE_INFINITY } = this.every;
    return this.now() - this.savedAt >= 1000 * seconds || step - this.savedStep >= steps;
  }

  saved(step: number): void {
    this.savedAt = this.now();
    this.savedStep = step;
  }
}
