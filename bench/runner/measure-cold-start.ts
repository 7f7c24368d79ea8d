import type { Row } from "../report/report.ts";
import { subjects } from "../subjects/catalogue.ts";
import type { Workload } from "../workloads/workload.ts";
import {
  attempt,
  type Bench,
  inOrder,
  isRowOf,
  type Measured,
  nameOf,
  settingsOf,
  startProcess,
} from "./bench.ts";
import { contendersOf } from "./contenders.ts";
import { type Contender, measuredRow, missingRow } from "./make-row.ts";
import { withFixture } from "./prepare-fixture.ts";
import { rotate } from "./statistics.ts";

/** Each sample is a fresh process: from its start until its first number is there. The first round is not counted. */
export function measureColdStart(workload: Workload, bench: Bench): Promise<Measured> {
  return withFixture(workload.fixture, async (folder) => {
    const { options, log } = bench;
    const contenders = contendersOf(workload, options.subjects, options.threads);
    const rows: Row[] = [];
    const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round <= options.rounds; round++) {
      log(`  round ${round} of ${options.rounds}`);
      for (const contender of rotate(contenders, round)) {
        if (rows.some(isRowOf(contender))) continue;
        if (subjects[contender.subject].runtime === "python" && bench.python === null) {
          rows.push(missingRow(contender, "absent", "no python3 with torch was found"));
          continue;
        }
        await attempt(contender, rows, async () => {
          const milliseconds = await startAndStep(contender, folder, bench);
          log(`    ${nameOf(contender)}: ${Math.round(milliseconds)} ms`);
          // Before it, the system had yet to read the files.
          if (round > 0) times.get(contender)!.push(milliseconds);
        });
      }
    }
    for (const [contender, milliseconds] of times) {
      if (!rows.some(isRowOf(contender))) rows.push(measuredRow(contender, milliseconds, null));
    }
    return { rows: inOrder(contenders, rows), inTurns: [], agreement: [] };
  });
}

async function startAndStep(contender: Contender, folder: string | null, bench: Bench): Promise<number> {
  const start = performance.now();
  const process = startProcess(contender, bench);
  try {
    await process.ask({ do: "prepare", folder, settings: settingsOf(contender, contender.workload.noisy) });
    await process.ask({ do: "values", steps: 1 });
    return performance.now() - start;
  } finally {
    process.end();
  }
}
