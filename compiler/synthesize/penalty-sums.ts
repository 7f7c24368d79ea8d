import type { Builder } from "../program/builder.ts";
import type { Value } from "../program/program.ts";

/** Penalty terms, added up by the technique that made them: what is reported as `loss.penalty.<technique>` (0.8). */
export class PenaltySums {
  private readonly sums = new Map<string, Value>();

  constructor(private readonly builder: Builder) {}

  add(technique: string, term: Value): void {
    const sum = this.sums.get(technique);
    this.sums.set(technique, sum === undefined ? term : this.builder.add(sum, term));
  }

  entries(): Iterable<[string, Value]> {
    return this.sums.entries();
  }
}
