/** Who asks again so many milliseconds after a run has ended follows at once, however short it was. */
const SOON = 0.2;
/** What is left of a patience from one run to the next: the way in which a run is played is not to decide what follows it. */
const LASTS = 0.99;
/** The least and the most milliseconds to look out for the next run. */
const [LEAST_LOOK_OUT, MOST_LOOK_OUT] = [2, 100];

/** Whether runs follow each other, as those of a training do, or come now and then. */
export class Rhythm {
  private began = Number.NEGATIVE_INFINITY;
  private ended = Number.NEGATIVE_INFINITY;
  /** How long after a run's end the next one still follows it: for as long as the longest run of late took. */
  private patience = SOON;

  /**
   * To be told when a run begins, by any clock in milliseconds.
   *
   * @returns how long ago the one before began; null when this one does not follow it
   */
  begin(now: number): number | null {
    const cycle = now - this.ended <= this.patience ? now - this.began : null;
    this.began = now;
    return cycle;
  }

  end(now: number): void {
    this.ended = now;
    this.patience = Math.max(SOON, now - this.began, LASTS * this.patience);
  }

  /** How long to look out for a run that follows: it is to be seen even when it is late by as much. */
  lookOut(): number {
    return Math.min(Math.max(LEAST_LOOK_OUT, 2 * this.patience), MOST_LOOK_OUT);
  }
}
