import type { Fixture } from "../workloads/fixture.ts";

/** How a subject is to do its work. */
export interface Settings {
  readonly threads: number;
  /** Off while losses are compared. */
  readonly noise: boolean;
  readonly sizes: Readonly<Record<string, number>>;
}

/** What a process holds, in bytes; null where the system does not say. */
export interface MemoryUse {
  /** The most that tensors (weights, activations, optimizer state, scratch) take at once. */
  readonly peakBytes: number | null;
  /** The least that the same schedule could do with: the most bytes that are alive at once. */
  readonly minimumBytes: number | null;
  /** The WebAssembly heap. */
  readonly heapBytes: number | null;
}

/** One system doing one task. */
export interface Subject {
  /**
   * One training step on a batch, or one prediction: finished when its number can be read.
   *
   * @returns the loss before the update, or the mean square of what was predicted
   */
  step(batch: number): Promise<number> | number;
  /** What is timed in place of `step`, where the system's own loop is the documented way: so many steps at once. */
  readonly loop?: { readonly steps: number; run(): Promise<void> };
  memory?(): Promise<MemoryUse> | MemoryUse;
}

/** What each `subjects/<name>/<task>.ts` exports. */
export interface SubjectModule {
  prepare(fixture: Fixture, settings: Settings): Promise<Subject>;
}
