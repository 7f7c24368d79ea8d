import type { Batch, BatchSource } from "./batch-source.ts";

/** The batches of an epoch in order, each of which can be made while the step on the one before it runs. */
export class BatchesAhead {
  private prepared: Batch | null = null;

  /** @param index of the first batch to be taken */
  constructor(
    private readonly source: BatchSource,
    private readonly epoch: number,
    private index: number,
  ) {}

  get isDone(): boolean {
    return this.index >= this.source.count;
  }

  /** Whether the next batch to be taken is this one. */
  isAt(epoch: number, index: number): boolean {
    return this.epoch === epoch && this.index === index;
  }

  /** Throws `RangeError` when all have been taken. */
  take(): Batch {
    const batch = this.prepared ?? this.source.batch(this.epoch, this.index);
    this.prepared = null;
    this.index++;
    return batch;
  }

  /**
   * Makes the next batch now, if there is one. To be called while other threads work on a step, which is to be finished and
   * counted whatever happens: a batch that cannot be made throws when it is taken.
   */
  prepare(): void {
    if (this.isDone) return;
    try {
      this.prepared ??= this.source.batch(this.epoch, this.index);
    } catch {
      // Not made: `take` tries again.
    }
  }
}
