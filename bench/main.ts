/** `npm run bench`: measures regnet and its peers side by side. See bench/README.md. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { judgeGoals } from "./report/goals.ts";
import { markdownReport } from "./report/markdown.ts";
import type { Ceilings, Report, Row } from "./report/report.ts";
import { textTable } from "./report/table.ts";
import { workloadCells, workloadHead } from "./report/workload-table.ts";
import type { Bench, Measured } from "./runner/bench.ts";
import { contendersOf } from "./runner/contenders.ts";
import { findPython } from "./runner/find-python.ts";
import { installPeers } from "./runner/install-peers.ts";
import { describeMachine } from "./runner/machine.ts";
import { missingRow, withShare } from "./runner/make-row.ts";
import { bestOf, measureCeilings } from "./runner/measure-ceilings.ts";
import { measureColdStart } from "./runner/measure-cold-start.ts";
import { measureWorkload } from "./runner/measure-workload.ts";
import { type Options, parseOptions, USAGE } from "./runner/options.ts";
import { readVersions } from "./runner/read-versions.ts";
import { SubjectFailure } from "./runner/subject-process.ts";
import type { Workload } from "./workloads/workload.ts";

type MeasuredWorkload = Measured & { readonly workload: Workload };

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function run(options: Options): Promise<Report> {
  installPeers(log);
  const python = options.subjects.includes("pytorch") ? await findPython(log) : null;
  const bench: Bench = { options, python, log };
  const measured: MeasuredWorkload[] = [];
  let ceilings: Ceilings | null = null;
  for (const workload of options.workloads) {
    log(`${workload.id}: ${workload.title}`);
    ceilings = bestOf(ceilings, await measureCeilings(log));
    measured.push({ workload, ...(await measure(workload, bench)) });
    print(measured.at(-1)!, ceilings);
  }
  const inTurns = measured.flatMap((part) => part.inTurns);
  const rows = measured.flatMap((part) => sharesOf(part.rows, part.workload, ceilings));
  return {
    version: 1,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: await readVersions(python),
    rounds: options.rounds,
    ceilings,
    rows,
    inTurns,
    agreement: measured.flatMap(({ agreement }) => agreement),
    goals: judgeGoals({ rows, ceilings, inTurns }),
  };
}

async function measure(workload: Workload, bench: Bench): Promise<Measured> {
  try {
    return await (workload.coldStart ? measureColdStart : measureWorkload)(workload, bench);
  } catch (error) {
    if (!(error instanceof SubjectFailure)) throw error;
    const { subjects, threads } = bench.options;
    const contenders = contendersOf(workload, subjects, threads);
    const rows = contenders.map((one) => missingRow(one, "failed", error.message));
    return { rows, inTurns: [], agreement: [] };
  }
}

function sharesOf(rows: readonly Row[], workload: Workload, ceilings: Ceilings | null): readonly Row[] {
  return ceilings === null ? rows : rows.map((row) => withShare(row, workload, ceilings));
}

/** As far as is known now: a better ceiling may yet be measured. */
function print({ workload, rows, agreement }: MeasuredWorkload, ceilings: Ceilings | null): void {
  console.log(`\n${workload.id}: ${workload.title}\n`);
  console.log(textTable(workloadHead, workloadCells(sharesOf(rows, workload, ceilings))));
  for (const { subject, difference, agrees } of agreement) {
    if (!agrees) console.log(`${subject} does not agree: its values differ by ${difference}`);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options === "help") {
    console.log(USAGE);
    return;
  }
  const report = await run(options);
  await mkdir(dirname(options.output), { recursive: true });
  await writeFile(`${options.output}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(`${options.output}.md`, markdownReport(report));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
