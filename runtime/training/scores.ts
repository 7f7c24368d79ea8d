/** Losses and metrics of one part of the data, at one moment. */
export interface Scores {
  readonly loss: Losses;
  /** By metric. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Reported apart, on every part alike, whatever was fused (0.8). */
export interface Losses {
  /** The mean over examples. */
  readonly data: number;
  /** The sum of the penalties. */
  readonly penalty: number;
  readonly total: number;
  /** By technique. */
  readonly penalties: Readonly<Record<string, number>>;
}

/** What one epoch came to: a line of `metrics.jsonl`. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Finished steps. */
  readonly step: number;
  /** Since the run began, over all its sittings. */
  readonly seconds: number;
  /** Means over the epoch, while the weights moved and noise was on. */
  readonly train: Scores;
  /** At the end of the epoch; null: there is no validation part. */
  readonly val: Scores | null;
}
