/** What runner and subject say to each other: one JSON document a line, an answer for each request. */
import type { MemoryUse, Settings } from "./subject.ts";

export type Request =
  /** `folder` holds the fixture; null where the task needs none. */
  | { readonly do: "prepare"; readonly folder: string | null; readonly settings: Settings }
  /** The numbers of the first steps, one a batch. */
  | { readonly do: "values"; readonly steps: number }
  /** Runs until a step takes no less time than before, or the limit is over. */
  | { readonly do: "warm"; readonly milliseconds: number }
  /** Runs whole steps for about so long. */
  | { readonly do: "slice"; readonly milliseconds: number }
  | { readonly do: "memory" };

export interface Slice {
  readonly steps: number;
  readonly milliseconds: number;
}

export interface Answers {
  readonly prepare: { readonly version: string };
  readonly values: { readonly values: readonly number[] };
  readonly warm: Slice;
  readonly slice: Slice;
  readonly memory: MemoryUse & { readonly residentBytes: number };
}

export type Answer<K extends keyof Answers> =
  | ({ readonly ok: true } & Answers[K])
  | { readonly ok: false; readonly reason: string };

/** Answers go through a channel of their own: libraries write to standard output as they please. */
export const ANSWER_CHANNEL = 3;
