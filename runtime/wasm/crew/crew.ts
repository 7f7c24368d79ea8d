/** Those who do the work of a session's kernels: this thread alone, or a team of workers. */
import type { Tape } from "../tape.ts";

export interface Crew {
  readonly threads: number;
  /** Makes a module's functions callable. */
  load(bytes: Uint8Array<ArrayBuffer>): Promise<LoadedCode>;
  /** Forgets what was loaded; resolves when nobody works in the memory any more. */
  dispose(): Promise<void>;
}

export interface LoadedCode {
  /** What `run` plays, one tape for each thread, from now on. */
  play(tapes: readonly Tape[]): Promise<void>;
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
}
