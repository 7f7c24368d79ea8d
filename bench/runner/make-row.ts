import type { Ceilings, Row } from "../report/report.ts";
import type { SubjectName } from "../subjects/catalogue.ts";
import type { Answers } from "../subjects/protocol.ts";
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
  { flops, bytes, sizes }: Workload,
  ms: number,
  threads: number,
  ceilings: Ceilings,
): number | null {
  if (flops !== null) return flops / ms / 1e6 / (ceilings.matmulGflops * threads);
  if (bytes === null || sizes.footprint === undefined) return null;
  const mebibytes = sizes.footprint / 2 ** 20;
  const distance = (triad: { mebibytes: number }) => Math.abs(Math.log(triad.mebibytes / mebibytes));
  const nearest = ceilings.triadGbs.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest === undefined ? null : bytes / ms / 1e6 / nearest.gbs;
}
