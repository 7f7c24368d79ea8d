/** A piece of memory. */
export interface Piece {
  readonly address: number;
  readonly bytes: number;
}

/**
 * Calls that threads may run without waiting for each other in between: none writes what another reads or writes.
 * Each thread does its own part of each, in order.
 */
export class Wave {
  private read: Piece[] = [];
  private written: Piece[] = [];

  /** Whether a call must wait for those of the wave; a new wave begins then. */
  mustWait(reads: readonly Piece[], writes: readonly Piece[]): boolean {
    const clashes =
      overlap(this.written, reads) || overlap(this.written, writes) || overlap(this.read, writes);
    return clashes && this.restart();
  }

  add(reads: readonly Piece[], writes: readonly Piece[]): void {
    this.read.push(...reads);
    this.written.push(...writes);
  }

  /** Begins a new wave. @returns true: its first call waits */
  restart(): true {
    this.read = [];
    this.written = [];
    return true;
  }
}

function overlap(some: readonly Piece[], others: readonly Piece[]): boolean {
  return some.some((a) =>
    others.some((b) => a.address < b.address + b.bytes && b.address < a.address + a.bytes),
  );
}
