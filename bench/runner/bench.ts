import type { Agreement, InTurns, Row } from "../report/report.ts";
import { subjects } from "../subjects/catalogue.ts";
import type { Settings } from "../subjects/subject.ts";
import type { Python } from "./find-python.ts";
import { type Contender, missingRow } from "./make-row.ts";
import type { Options } from "./options.ts";
import { SubjectFailure, SubjectProcess } from "./subject-process.ts";

/** What all measurements of one run share. */
export interface Bench {
  readonly options: Options;
  readonly python: Python | null;
  readonly log: (line: string) => void;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly inTurns: readonly InTurns[];
  readonly agreement: readonly Agreement[];
}

export function startProcess({ subject, workload, threads }: Contender, { python }: Bench): SubjectProcess {
  return new SubjectProcess(subject, workload.task, threads, python?.command ?? "python3");
}

export function settingsOf({ workload, threads }: Contender, noise: boolean): Settings {
  return { threads, noise, sizes: workload.sizes };
}

export function nameOf({ subject, threads }: Contender): string {
  return subjects[subject].threaded ? `${subject}, ${threads} thread${threads === 1 ? "" : "s"}` : subject;
}

/** A subject that fails has a row that says why; the others go on. */
export async function attempt(contender: Contender, rows: Row[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SubjectFailure)) throw error;
    rows.push(missingRow(contender, "failed", error.message));
  }
}

export const isRowOf =
  ({ workload, subject, threads }: Contender) =>
  (row: Row) =>
    row.workload === workload.id && row.subject === subject && row.threads === threads;

/** One row each, in the order of the contenders. */
export function inOrder(contenders: readonly Contender[], rows: readonly Row[]): readonly Row[] {
  return contenders.flatMap((contender) => rows.filter(isRowOf(contender)).slice(0, 1));
}
