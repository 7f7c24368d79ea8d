const MOST = 8191;

/** Tries what keeps failing less and less often: after 1, 3, 7 … chances passed over, up to some thousands. */
export class Backoff {
  private passedOver = 0;
  private left = 0;

  /** Whether to take this chance. */
  next(): boolean {
    if (this.left === 0) return true;
    this.left--;
    return false;
  }

  failed(): void {
    this.passedOver = Math.min(2 * this.passedOver + 1, MOST);
    this.left = this.passedOver;
  }

  succeeded(): void {
    this.passedOver = 0;
    this.left = 0;
  }
}
