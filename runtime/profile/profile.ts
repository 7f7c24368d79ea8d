import type { Work } from "../../compiler/plan/count-work.ts";
import type { StepSpan } from "../backends/backend.ts";

/** One kernel call in the profiled steps. */
export interface ProfiledSpan extends StepSpan {
  /** Which of the profiled steps, from 0. */
  readonly round: number;
}

/** All calls of one operation in one place, a step's worth of them. */
export interface ProfileRow extends Work {
  readonly op: string;
  readonly origin: string;
  readonly calls: number;
  /** The median over the profiled steps. */
  readonly milliseconds: number;
}

/** The first steps are slower: engines still compile. */
const WARM_UP = 20;
const ROUNDS = 50;

/** Times the kernels of some training steps, once a run is warm. */
export class Profile {
  readonly spans: ProfiledSpan[] = [];
  private steps = 0;
  private rounds = 0;
  /** How many threads worked on the profiled steps. */
  threads = 1;

  /** Where the next step's spans go; nothing when it is not one of those to be profiled. */
  begin(): StepSpan[] | undefined {
    this.steps++;
    return this.steps > WARM_UP && this.rounds < ROUNDS ? [] : undefined;
  }

  /** Takes the spans of a step. A shorter last batch would blur the figures: only one plan's count. */
  take(spans: readonly StepSpan[], threads: number): void {
    this.threads = threads;
    for (const span of spans) this.spans.push({ ...span, round: this.rounds });
    this.rounds++;
  }

  /** Rows by time, the longest first; empty when the run was too short. */
  rows(): readonly ProfileRow[] {
    const places = new Map<string, ProfiledSpan[]>();
    for (const span of this.spans) {
      const key = `${span.op} ${span.origin}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, [span]);
      else known.push(span);
    }
    return [...places.values()].map(rowOf).sort((a, b) => b.milliseconds - a.milliseconds);
  }

  /** Median milliseconds from the first kernel's begin to the last one's end. */
  stepMilliseconds(): number {
    const lengths = Array.from({ length: this.rounds }, (_, round) => {
      const spans = this.spans.filter((span) => span.round === round);
      return Math.max(...spans.map(({ end }) => end)) - Math.min(...spans.map(({ begin }) => begin));
    });
    return median(lengths);
  }
}

function rowOf(spans: readonly ProfiledSpan[]): ProfileRow {
  const [{ op, origin, round }] = spans as readonly [ProfiledSpan];
  const once = spans.filter((span) => span.round === round);
  const rounds = new Map<number, number>();
  for (const span of spans) rounds.set(span.round, (rounds.get(span.round) ?? 0) + span.end - span.begin);
  const sum = (key: keyof Work): number => once.reduce((total, span) => total + span[key], 0);
  return {
    op,
    origin,
    calls: once.length,
    milliseconds: median([...rounds.values()]),
    operations: sum("operations"),
    bytes: sum("bytes"),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
