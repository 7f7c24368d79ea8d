import type { InTurns } from "../report/report.ts";
import { rateOf } from "../workloads/ceilings.ts";
import type { Workload } from "../workloads/workload.ts";
import { median } from "./statistics.ts";

/** A workload, and how many milliseconds a step of it took, by round. */
export interface Rounds {
  readonly workload: Workload;
  readonly threads: number;
  readonly times: readonly number[];
}

/**
 * Holds a workload against a ceiling that took turns with it, round by round.
 *
 * @returns null without a round that both have, and where neither arithmetic nor memory is what counts
 */
export function inTurnsOf(own: Rounds, ceiling: Rounds): InTurns | null {
  const count = Math.min(own.times.length, ceiling.times.length);
  const rates = ratesOf(own, count);
  const ceilings = ratesOf(ceiling, count);
  if (count === 0 || rates.length < count || ceilings.length < count) return null;
  return {
    workload: own.workload.id,
    ceiling: ceiling.workload.sizes.mebibytes ?? "product",
    rate: median(ceilings),
    threads: own.threads,
    share: median(rates.map((rate, round) => rate / ceilings[round]!)),
  };
}

function ratesOf({ workload, times }: Rounds, count: number): readonly number[] {
  return times.slice(0, count).flatMap((milliseconds) => rateOf(workload, milliseconds) ?? []);
}
