import { formatBytes, formatNumber, formatShare } from "./format.ts";
import type { Row } from "./report.ts";
import type { Cells } from "./table.ts";

export const workloadHead: Cells = [
  "subject",
  "threads",
  "ms",
  "±",
  "GFLOP/s",
  "of ceiling",
  "× regnet",
  "peak",
  "least",
  "heap",
  "resident",
];

/** The rows of one workload; `× regnet` is how many times regnet's time, on as many threads where it has them. */
export function workloadCells(rows: readonly Row[]): readonly Cells[] {
  return rows.map((row) => {
    if (row.status !== "measured") {
      const reason = `${row.status}: ${row.reason}`;
      return [`${row.subject} (${reason})`, String(row.threads), ...workloadHead.slice(2).map(() => "–")];
    }
    return [
      row.subject,
      String(row.threads),
      formatNumber(row.ms),
      formatShare(row.spread),
      formatNumber(row.gflops),
      formatShare(row.ceilingShare),
      formatNumber(timesRegnet(row, rows)),
      formatBytes(row.peakBytes),
      formatBytes(row.minimumBytes),
      formatBytes(row.heapBytes),
      formatBytes(row.residentBytes),
    ];
  });
}

function timesRegnet(row: Row, rows: readonly Row[]): number | null {
  const ours = rows.filter(({ subject, ms }) => subject === "regnet" && ms !== null);
  const own = ours.find(({ threads }) => threads === row.threads) ?? ours[0];
  return own === undefined || row.ms === null ? null : row.ms / own.ms!;
}
