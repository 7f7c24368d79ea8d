import type { Machine } from "../runner/machine.ts";
import type { SubjectName } from "../subjects/catalogue.ts";

/** One workload, done by one subject on so many threads. */
export interface Row {
  readonly workload: string;
  readonly subject: SubjectName;
  readonly threads: number;
  readonly status: "measured" | "absent" | "failed";
  /** Why there is no number; null where there is one. */
  readonly reason: string | null;
  /** Median over the rounds of the mean time of a step. */
  readonly ms: number | null;
  /** Half the distance between the quartiles of the rounds, as a share of `ms`. */
  readonly spread: number | null;
  readonly gflops: number | null;
  /** `gflops` as a share of the ceiling times the threads; of the triad's rate where memory is what counts. */
  readonly ceilingShare: number | null;
  /** The most that tensors take at once. */
  readonly peakBytes: number | null;
  /** The least that the same schedule could do with. */
  readonly minimumBytes: number | null;
  readonly heapBytes: number | null;
  /** The largest resident set of the whole process. */
  readonly residentBytes: number | null;
}

/** Whether a subject computes what regnet computes. */
export interface Agreement {
  readonly workload: string;
  readonly subject: SubjectName;
  /** Losses of the first steps without noise, or of predictions the mean squares. */
  readonly values: readonly number[];
  /** The largest difference from regnet's, relative; null for regnet itself. */
  readonly difference: number | null;
  readonly agrees: boolean;
}

/** What the machine can do at best, measured in the same run. */
export interface Ceilings {
  /** Matrix product of 1024 x 1024 by our own kernels, one thread. */
  readonly matmulGflops: number;
  /** 128-bit multiply-adds in registers, one thread. */
  readonly multiplyAddGflops: number;
  readonly relaxedSimd: boolean;
  /** Bytes read and written per second by a triad over so many mebibytes, one thread. */
  readonly triadGbs: readonly { readonly mebibytes: number; readonly gbs: number }[];
}

/** What took turns with a workload's subjects, on one thread: a ceiling, or a smaller workload. */
export interface InTurns {
  readonly workload: string;
  /** The other's id. */
  readonly against: string;
  /** Of a step of the other, the median over the rounds. */
  readonly ms: number;
  /** Of regnet's step that is held against it. */
  readonly threads: number;
  /** Its speed as a share of the other's in the same round, the median over the rounds: operations, bytes or layers in a time. */
  readonly share: number;
}

/** A number that regnet is to reach, and what it is. */
export interface Goal {
  readonly workload: string;
  readonly title: string;
  readonly atLeast: number | null;
  readonly atMost: number | null;
  readonly found: number;
  readonly isMet: boolean;
}

/** `bench/results/latest.json`. */
export interface Report {
  readonly version: 1;
  /** The day, in UTC. */
  readonly date: string;
  readonly machine: Machine;
  /** Of Node, of regnet and of the peers. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly ceilings: Ceilings | null;
  readonly rows: readonly Row[];
  /** Of workloads that are held against something, where regnet was measured. */
  readonly inTurns: readonly InTurns[];
  readonly agreement: readonly Agreement[];
  /** Those for which something was measured. */
  readonly goals: readonly Goal[];
}
