import type { Agreement, Row } from "../report/report.ts";
import { subjects } from "../subjects/catalogue.ts";
import type { Workload } from "../workloads/workload.ts";
import { type Bench, settingsOf, startProcess } from "./bench.ts";
import { type Contender, missingRow } from "./make-row.ts";
import { largestDifference } from "./statistics.ts";
import { SubjectFailure } from "./subject-process.ts";

/** How it is said that a package is not installed, in JavaScript, in Python and by tfjs-node. */
const ABSENT = /cannot find (?:package|module)|no module named|can not be found/i;

/** Compared with each other when regnet does not take part: its values come first otherwise. */
export interface Compared {
  readonly agreement: readonly Agreement[];
  /** Rows of those who cannot take part, and why. */
  readonly missing: readonly Row[];
}

/** Lets every subject do the first steps without noise, in a process of its own, and compares the numbers. */
export async function compareValues(
  workload: Workload,
  folder: string | null,
  contenders: readonly Contender[],
  bench: Bench,
): Promise<Compared> {
  const agreement: Agreement[] = [];
  const missing: Row[] = [];
  const { steps, tolerance } = workload.agreement ?? { steps: 0, tolerance: 0 };
  for (const subject of new Set(contenders.map((contender) => contender.subject))) {
    const ofSubject = contenders.filter((contender) => contender.subject === subject);
    const refuse = (status: "absent" | "failed", reason: string) =>
      missing.push(...ofSubject.map((contender) => missingRow(contender, status, reason)));
    if (subjects[subject].runtime === "python" && bench.python === null) {
      refuse("absent", "no python3 with torch was found");
      continue;
    }
    bench.log(`  comparing ${subject}`);
    const process = startProcess(ofSubject[0]!, bench);
    try {
      await process.ask({ do: "prepare", folder, settings: settingsOf(ofSubject[0]!, false) });
      const { values } = await process.ask({ do: "values", steps });
      const expected = agreement[0]?.values;
      const difference = expected === undefined ? null : largestDifference(expected, values);
      const agrees = difference === null || difference <= tolerance;
      if (steps > 0) agreement.push({ workload: workload.id, subject, values, difference, agrees });
    } catch (error) {
      if (!(error instanceof SubjectFailure)) throw error;
      refuse(ABSENT.test(error.message) ? "absent" : "failed", error.message);
    } finally {
      process.end();
    }
  }
  return { agreement, missing };
}
