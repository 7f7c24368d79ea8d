/** Tries what keeps failing less and less often: after 1, 3, 7 … chances passed over, and `most` in the end. */
export class Backoff {
  private passedOver = 0;
  private left = 0;

  constructor(private readonly most: number) {}

  /** Whether to take this chance. */
  next(): boolean {
    if (this.left === 0) return true;
    this.left--;
    return false;
  }

  failed(): void {
    this.passedOver = Math.min(2 * this.passedOver + 1, this.most);
    this.left = this.passedOver;
  }

  succeeded(): void {
    this.passedOver = 0;
    this.left = 0;
  }
}
