import type { Ceilings, Row } from "../report/report.ts";
import type { SubjectName } from "../subjects/catalogue.ts";
import type { Answers } from "../subjects/protocol.ts";
import { nearestTriad, rateOf } from "../workloads/ceilings.ts";
import type { Workload } from "../workloads/workload.ts";
import { median, spread } from "./statistics.ts";

/** Who did what. */
export interface Contender {
  readonly workload: Workload;
  readonly subject: SubjectName;
  readonly threads: number;
}

const NOTHING = {
  ms: null,
  spread: null,
  gflops: null,
  ceilingShare: null,
  peakBytes: null,
  minimumBytes: null,
  heapBytes: null,
  residentBytes: null,
} as const;

export function missingRow(
  { workload, subject, threads }: Contender,
  status: "absent" | "failed",
  reason: string,
): Row {
  return { workload: workload.id, subject, threads, status, reason, ...NOTHING };
}

/** @param milliseconds of a step, round by round */
export function measuredRow(
  { workload, subject, threads }: Contender,
  milliseconds: readonly number[],
  memory: Answers["memory"] | null,
): Row {
  const ms = median(milliseconds);
  const gflops = workload.flops === null ? null : workload.flops / ms / 1e6;
  return {
    workload: workload.id,
    subject,
    threads,
    status: "measured",
    reason: null,
    ms,
    spread: spread(milliseconds),
    gflops,
    ceilingShare: null,
    peakBytes: memory?.peakBytes ?? null,
    minimumBytes: memory?.minimumBytes ?? null,
    heapBytes: memory?.heapBytes ?? null,
    residentBytes: memory?.residentBytes ?? null,
  };
}

/** The row with its share of what the machine can do: ceilings are known at the end of a run only. */
export function withShare(row: Row, workload: Workload, ceilings: Ceilings): Row {
  const { ms, threads } = row;
  return ms === null ? row : { ...row, ceilingShare: shareOfCeiling(workload, ms, threads, ceilings) };
}

/** Arithmetic against the matrix product, traffic against the triad whose size is nearest. */
function shareOfCeiling(
  workload: Workload,
  ms: number,
  threads: number,
  { matmulGflops, triadGbs }: Ceilings,
): number | null {
  const rate = rateOf(workload, ms);
  const ceiling = workload.flops === null ? nearestTriad(workload, triadGbs)?.gbs : matmulGflops * threads;
  return rate === null || ceiling === undefined ? null : rate / ceiling;
}
