import type { Agreement, Ceilings, Row } from "../report/report.ts";
import { type SubjectName, subjects } from "../subjects/catalogue.ts";
import type { Workload } from "../workloads/workload.ts";
import { compareValues } from "./compare-values.ts";
import { contendersOf } from "./contenders.ts";
import type { Python } from "./find-python.ts";
import { type Contender, measuredRow, missingRow } from "./make-row.ts";
import type { Options } from "./options.ts";
import { withFixture } from "./prepare-fixture.ts";
import { median, rotate } from "./statistics.ts";
import { SubjectFailure, SubjectProcess } from "./subject-process.ts";

export interface Bench {
  readonly options: Options;
  readonly python: Python | null;
  readonly ceilings: Ceilings | null;
  readonly log: (line: string) => void;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly agreement: readonly Agreement[];
}

interface Running {
  readonly contender: Contender;
  readonly process: SubjectProcess;
  /** Milliseconds of a step, round by round. */
  readonly times: number[];
}

/** Compares what the subjects compute, then times them: all are alive and warm, and take their turns. */
export function measureWorkload(workload: Workload, bench: Bench): Promise<Measured> {
  return withFixture(workload.fixture, async (folder) => {
    const { options, log } = bench;
    const contenders = contendersOf(workload, options.subjects, options.threads);
    const { agreement, missing } = await compareValues(workload, folder, contenders, bench);
    const rows: Row[] = [...missing];
    const running: Running[] = [];
    const left = contenders.filter(({ subject }) => !missing.some((row) => row.subject === subject));
    try {
      for (const contender of left) {
        log(`  warming up ${nameOf(contender)}`);
        await attempt(contender, rows, async () => {
          const process = startProcess(contender, bench);
          running.push({ contender, process, times: [] });
          await process.ask({ do: "prepare", folder, settings: settingsOf(contender, workload.noisy) });
          await process.ask({ do: "warm", milliseconds: options.warmMilliseconds });
        });
      }
      await runRounds(running, rows, bench);
      for (const { contender, process, times } of running) {
        await attempt(contender, rows, async () => {
          if (rows.some(isRowOf(contender))) return;
          const memory = await process.ask({ do: "memory" });
          rows.push(measuredRow(contender, times, memory, bench.ceilings));
        });
      }
    } finally {
      for (const { process } of running) process.end();
    }
    return { rows: inOrder(contenders, rows), agreement };
  });
}

async function runRounds(running: readonly Running[], rows: Row[], { options, log }: Bench): Promise<void> {
  for (let round = 0; round < options.rounds; round++) {
    log(`  round ${round + 1} of ${options.rounds}`);
    for (const { contender, process, times } of rotate(running, round)) {
      if (rows.some(isRowOf(contender)) || isEnough(times)) continue;
      await attempt(contender, rows, async () => {
        const { steps, milliseconds } = await process.ask({
          do: "slice",
          milliseconds: options.sliceMilliseconds,
        });
        times.push(milliseconds / steps);
      });
    }
  }
}

/** Whoever needs seconds for a step is measured thrice: nobody's goal depends on the digits. */
function isEnough(times: readonly number[]): boolean {
  return times.length >= 3 && median(times) > 2000;
}

/** A subject that fails has a row that says why; the others go on. */
async function attempt(contender: Contender, rows: Row[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SubjectFailure)) throw error;
    rows.push(missingRow(contender, "failed", error.message));
  }
}

export function startProcess({ subject, workload, threads }: Contender, { python }: Bench): SubjectProcess {
  return new SubjectProcess(subject, workload.task, threads, python?.command ?? "python3");
}

export function settingsOf({ workload, threads }: Contender, noise: boolean) {
  return { threads, noise, sizes: workload.sizes };
}

export function nameOf({ subject, threads }: Contender): string {
  return subjects[subject].threaded ? `${subject}, ${threads} thread${threads === 1 ? "" : "s"}` : subject;
}

const isRowOf =
  ({ subject, threads }: { readonly subject: SubjectName; readonly threads: number }) =>
  (row: Row) =>
    row.subject === subject && row.threads === threads;

function inOrder(contenders: readonly Contender[], rows: readonly Row[]): readonly Row[] {
  return contenders.flatMap((contender) => rows.filter(isRowOf(contender)).slice(0, 1));
}
