import { join } from "node:path";
import { systemReason } from "../runtime/node/system-reason.ts";
import { writeFileSafely } from "../runtime/node/write-file-safely.ts";
import { chromeTrace } from "../runtime/profile/chrome-trace.ts";
import { type Ceilings, measureCeilings } from "../runtime/profile/measure-ceilings.ts";
import type { Profile, ProfileRow } from "../runtime/profile/profile.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { coloursFor, print, say } from "./terminal.ts";

/** Rows beyond this many are summed up in one. */
const MOST_ROWS = 24;

/** Prints where the profiled steps' time went, held against what this machine reaches now, and writes the trace. */
export async function showProfile({ runner, backend, folder }: PreparedRun): Promise<void> {
  const { profile } = runner;
  if (profile === null) return;
  if (profile.spans.length === 0) {
    say("the run was too short for a profile: it begins after 20 steps");
    return;
  }
  const ceilings = await measureCeilings(backend, { threads: profile.threads });
  for (const line of profileLines(profile, ceilings)) print(line);
  const path = join(folder.path, "profile.json");
  try {
    await writeFileSafely(path, chromeTrace(profile.spans));
    print(`  trace for chrome://tracing or ui.perfetto.dev: ${path}`);
  } catch (error) {
    say(`${path} could not be written: ${systemReason(error)}`);
  }
}

function profileLines(profile: Profile, ceilings: Ceilings): string[] {
  const { threads } = profile;
  const rows = profile.rows();
  const whole = profile.stepMilliseconds();
  const shown = rows.slice(0, MOST_ROWS).map((row) => cellsOf(row, whole, ceilings));
  const rest = rows.slice(MOST_ROWS);
  if (rest.length > 0) shown.push(cellsOf(summed(rest), whole, ceilings));
  const heads = ["what", "calls", "ms", "share", "GFLOP/s", "of ceiling", "GB/s", "of ceiling"];
  const table = [heads, ...shown];
  const widths = heads.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]! + 2))).join(""),
  );
  const work = summed(rows);
  const rate = (work.operations / 1e6 / whole).toFixed(1);
  const who = `${threads} thread${threads === 1 ? "" : "s"}`;
  return [
    "",
    `  ${coloursFor(process.stdout).bold(`a step takes ${whole.toFixed(2)} ms on ${who}: ${rate} GFLOP/s`)}`,
    `  ceilings: ${ceilings.gigaflops.toFixed(1)} GFLOP/s (product of ${ceilings.side} x ${ceilings.side} matrices), ${ceilings.gigabytes.toFixed(1)} GB/s (triad)`,
    "",
    ...lines.map((line) => `  ${line}`),
    "",
  ];
}

function cellsOf(
  { op, origin, calls, milliseconds, operations, bytes }: ProfileRow,
  whole: number,
  { gigaflops, gigabytes }: Ceilings,
): string[] {
  const flops = operations / 1e6 / milliseconds;
  const rate = bytes / 1e6 / milliseconds;
  return [
    origin === "" ? op : `${op}  ${origin}`,
    String(calls),
    milliseconds.toFixed(3),
    percent(milliseconds / whole),
    operations === 0 ? "-" : flops.toFixed(1),
    operations === 0 ? "-" : percent(flops / gigaflops),
    rate.toFixed(1),
    percent(rate / gigabytes),
  ];
}

function summed(rows: readonly ProfileRow[]): ProfileRow {
  const sum = (key: "calls" | "milliseconds" | "operations" | "bytes"): number =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    op: `${rows.length} others`,
    origin: "",
    calls: sum("calls"),
    milliseconds: sum("milliseconds"),
    operations: sum("operations"),
    bytes: sum("bytes"),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
