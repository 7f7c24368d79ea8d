/** Those who do the work of a session's kernels: this thread alone, or a team of workers. */
import type { Tape, TapeCall } from "../tape.ts";

export interface Crew<Code extends LoadedCode = LoadedCode> {
  readonly threads: number;
  /** Makes a module's functions callable. */
  load(module: WebAssembly.Module): Promise<Code>;
  /** Forgets what was loaded; resolves when nobody works in the memory any more. */
  dispose(): Promise<void>;
}

/** The same work for any number of threads: a tape for each. */
export type TapesFor = (threads: number) => readonly Tape[];

export interface LoadedCode {
  /**
   * What `run` plays from now on.
   *
   * @returns the calls that `run` and `times` count
   */
  play(tapesFor: TapesFor): Promise<readonly TapeCall[]>;
  /**
   * Plays the calls `from` up to `to`, without `to`.
   *
   * @returns false when the guard lay among them and refused the step: nothing after it has run
   * @throws when a kernel trapped, which is our bug
   */
  run(from: number, to: number): boolean | Promise<boolean>;
  /** When each call of the last run began on the first thread, in milliseconds, and when the last one ended. */
  readonly times: Float64Array;
  /** Whether runs take these times: it costs some tenths of a microsecond a call. */
  timed: boolean;
  /** How many threads work on a run that takes times. */
  readonly threadsTimed: number;
}
