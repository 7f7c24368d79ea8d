import { Backoff } from "./backoff.ts";

/** Turns that are judged together. */
const ROUND = 32;
/** Rounds between two tries of a way that keeps losing: a try costs a round at the most, so that losers cost little. */
const MOST_PASSED_OVER = 63;

/**
 * Finds the fastest of several ways to do the same thing over and over, by doing it in each of them for a while. What is
 * around may change, so a way that lost is tried again, less and less often; it is held against the round just before.
 */
export class Contest {
  private best = 0;
  /** The way of the present round. */
  private tried = 0;
  /** How long the round before this try took, in the best way. */
  private mark = Number.POSITIVE_INFINITY;
  private count = 0;
  private total = 0;
  private readonly tries: readonly Backoff[];

  /** @param ways how many there are; the first is thought to be the best until another has won */
  constructor(ways: number) {
    this.tries = Array.from({ length: ways }, () => new Backoff(MOST_PASSED_OVER));
  }

  /** The way to do it next. */
  get way(): number {
    return this.tried;
  }

  /** How long the last turn in this way took, in milliseconds. */
  took(milliseconds: number): void {
    this.count += 1;
    this.total += milliseconds;
    const isTry = this.tried !== this.best;
    const lost = isTry && this.total >= this.mark;
    if (!lost && this.count < ROUND) return;
    if (lost) this.tries[this.tried]!.failed();
    else {
      // Who won so far may win again as soon.
      if (isTry) this.tries[this.best]!.succeeded();
      this.best = this.tried;
      this.mark = this.total;
    }
    this.tried = isTry ? this.best : this.next();
    this.count = 0;
    this.total = 0;
  }

  /** Gives the present way up, as it cannot be had. */
  forfeit(): void {
    this.tries[this.tried]!.failed();
    if (this.tried === this.best) {
      this.best = 0;
      this.mark = Number.POSITIVE_INFINITY;
    }
    this.tried = this.best;
    this.count = 0;
    this.total = 0;
  }

  private next(): number {
    const due = this.tries.findIndex((backoff, way) => way !== this.best && backoff.next());
    return due === -1 ? this.best : due;
  }
}
