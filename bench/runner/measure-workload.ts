import type { InTurns, Row } from "../report/report.ts";
import { heldAgainst } from "../workloads/held-against.ts";
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
import { compareValues } from "./compare-values.ts";
import { contendersOf } from "./contenders.ts";
import { inTurnsOf, type Rounds } from "./in-turns.ts";
import { type Contender, measuredRow } from "./make-row.ts";
import { withFixture } from "./prepare-fixture.ts";
import { median, rotate } from "./statistics.ts";
import type { SubjectProcess } from "./subject-process.ts";

interface Running {
  readonly contender: Contender;
  readonly process: SubjectProcess;
  /** Milliseconds of a step, round by round. */
  readonly times: number[];
}

/** Compares what the subjects compute, then times them: all are alive and warm, and take their turns. */
export function measureWorkload(workload: Workload, bench: Bench): Promise<Measured> {
  return withFixture(workload.fixture, async (folder) => {
    const { options } = bench;
    const contenders = contendersOf(workload, options.subjects, options.threads);
    const { agreement, missing } = await compareValues(workload, folder, contenders, bench);
    const rows: Row[] = [...missing];
    const running: Running[] = [];
    try {
      for (const contender of [...contenders, ...othersBeside(contenders)]) {
        if (missing.some(isRowOf(contender))) continue;
        await attempt(contender, rows, async () => {
          const process = startProcess(contender, bench);
          running.push({ contender, process, times: [] });
          await warmUp(contender, process, folder, bench);
        });
      }
      await runRounds(running, rows, bench);
      for (const { contender, process, times } of running) {
        if (contender.workload !== workload) continue;
        await attempt(contender, rows, async () => {
          if (rows.some(isRowOf(contender))) return;
          const memory = await process.ask({ do: "memory" });
          rows.push(measuredRow(contender, times, memory));
        });
      }
    } finally {
      for (const { process } of running) process.end();
    }
    return { rows: inOrder(contenders, rows), inTurns: inTurnsIn(running, workload), agreement };
  });
}

/**
 * What they are held against, to take turns like everyone: neighbours slow down both then, while the ceilings themselves are
 * the best that the machine gave in the whole run.
 */
function othersBeside(contenders: readonly Contender[]): readonly Contender[] {
  const workloads = new Set(contenders.filter(isHeldAgainstOthers).map(({ workload }) => workload));
  return [...workloads]
    .flatMap(heldAgainst)
    .map((workload): Contender => ({ workload, subject: "regnet", threads: 1 }));
}

/** Where arithmetic is what counts, one thread alone: the product that is the ceiling has no more. */
function isHeldAgainstOthers({ workload, subject, threads }: Contender): boolean {
  return subject === "regnet" && (threads === 1 || workload.flops === null);
}

function inTurnsIn(running: readonly Running[], workload: Workload): readonly InTurns[] {
  const others = running.filter(({ contender }) => contender.workload !== workload);
  return running
    .filter(({ contender }) => contender.workload === workload && isHeldAgainstOthers(contender))
    .flatMap((own) => others.flatMap((other) => inTurnsOf(roundsOf(own), roundsOf(other)) ?? []));
}

function roundsOf({ contender: { workload, threads }, times }: Running): Rounds {
  return { workload, threads, times };
}

async function warmUp(
  contender: Contender,
  process: SubjectProcess,
  folder: string | null,
  { options, log }: Bench,
): Promise<void> {
  log(`  warming up ${nameOf(contender)}`);
  await process.ask({ do: "prepare", folder, settings: settingsOf(contender, contender.workload.noisy) });
  await process.ask({ do: "warm", milliseconds: options.warmMilliseconds });
}

async function runRounds(running: readonly Running[], rows: Row[], { options, log }: Bench): Promise<void> {
  for (let round = 0; round < options.rounds; round++) {
    log(`  round ${round + 1} of ${options.rounds}`);
    for (const { contender, process, times } of rotate(running, round)) {
      if (rows.some(isRowOf(contender)) || isEnough(contender, times)) continue;
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

/** A rival that needs seconds for a step is measured thrice: no goal depends on the digits. */
function isEnough({ subject }: Contender, times: readonly number[]): boolean {
  return subject !== "regnet" && times.length >= 3 && median(times) > 2000;
}
