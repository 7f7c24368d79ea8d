import type { InTurns } from "../report/report.ts";
import { workOf } from "../workloads/held-against.ts";
import type { Workload } from "../workloads/workload.ts";
import { median } from "./statistics.ts";

/** A workload, and how many milliseconds a step of it took, by round. */
export interface Rounds {
  readonly workload: Workload;
  readonly threads: number;
  readonly times: readonly number[];
}

/**
 * Holds a workload against another one that took turns with it, round by round.
 *
 * @returns null without a round that both have, and where the two do nothing that can be compared
 */
export function inTurnsOf(own: Rounds, other: Rounds): InTurns | null {
  const count = Math.min(own.times.length, other.times.length);
  const [work, otherWork] = [workOf(own.workload), workOf(other.workload)];
  if (count === 0 || work === null || otherWork === null) return null;
  const shares = own.times
    .slice(0, count)
    .map((milliseconds, round) => work / milliseconds / (otherWork / other.times[round]!));
  return {
    workload: own.workload.id,
    against: other.workload.id,
    ms: median(other.times.slice(0, count)),
    threads: own.threads,
    share: median(shares),
  };
}
