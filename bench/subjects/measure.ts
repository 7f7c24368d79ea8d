import type { Slice } from "./protocol.ts";
import type { Subject } from "./subject.ts";

/** Shorter ones say little about a step. */
const CHUNK_MILLISECONDS = 100;
/** What counts as no longer getting faster. */
const STABLE = 0.97;
/** A chunk may be slow by chance, above all where it is a single step. */
const IDLE = 4;

/** Times the steps of one subject; batches are taken in turn. */
export class Measure {
  readonly subject: Subject;
  private readonly batches: number;
  private next = 0;

  // Node runs these files by taking the types out, which leaves no parameter properties.
  constructor(subject: Subject, batches: number) {
    this.subject = subject;
    this.batches = batches;
  }

  async values(steps: number): Promise<readonly number[]> {
    const values: number[] = [];
    for (let step = 0; step < steps; step++) values.push(await this.subject.step(step % this.batches));
    return values;
  }

  /** Whole steps until the time is over, at least one. */
  async slice(milliseconds: number): Promise<Slice> {
    const { loop } = this.subject;
    const start = performance.now();
    let steps = 0;
    let elapsed = 0;
    while (steps === 0 || elapsed < milliseconds) {
      if (loop === undefined) await this.subject.step(this.next++ % this.batches);
      else await loop.run();
      steps += loop?.steps ?? 1;
      elapsed = performance.now() - start;
    }
    return { steps, milliseconds: elapsed };
  }

  /** Just-in-time compilers need a while: chunks until some in a row bring no gain, or the limit is over. */
  async warm(limit: number): Promise<Slice> {
    let best = Number.POSITIVE_INFINITY;
    let [steps, milliseconds, idle] = [0, 0, 0];
    while (milliseconds < limit && idle < IDLE) {
      const chunk = await this.slice(Math.min(CHUNK_MILLISECONDS, limit));
      const each = chunk.milliseconds / chunk.steps;
      idle = each < STABLE * best ? 0 : idle + 1;
      best = Math.min(best, each);
      steps += chunk.steps;
      milliseconds += chunk.milliseconds;
    }
    return { steps, milliseconds };
  }
}
