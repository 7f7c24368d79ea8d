import { subjects } from "../subjects/catalogue.ts";
import { rateOf } from "../workloads/ceilings.ts";
import { workloadNamed } from "../workloads/held-against.ts";
import { workloads } from "../workloads/index.ts";
import { formatNumber, formatShare } from "./format.ts";
import type { Agreement, Ceilings, Goal, InTurns, Report } from "./report.ts";
import { markdownTable } from "./table.ts";
import { workloadCells, workloadHead } from "./workload-table.ts";

/** The report as a page. */
export function markdownReport(report: Report): string {
  const { machine, versions, date, rounds, ceilings, rows, inTurns, agreement, goals } = report;
  const sections = workloads.flatMap((workload) => {
    const own = rows.filter((row) => row.workload === workload.id);
    if (own.length === 0) return [];
    const checked = agreement.filter((entry) => entry.workload === workload.id);
    return [
      `## ${workload.id}: ${workload.title}`,
      `A ${workload.unit} of one subject at a time.`,
      markdownTable(workloadHead, workloadCells(own)),
      ...inTurnsLines(inTurns.filter((entry) => entry.workload === workload.id)),
      ...(checked.length === 0 ? [] : [agreementLine(checked)]),
    ];
  });
  return `${[
    "# What was measured",
    "Made by `npm run bench`. Do not edit; [the bench](../README.md) says what is compared with what, and how.",
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${formatNumber(machine.memoryBytes / 2 ** 30)} GiB, ` +
      `${machine.platform}. Medians of ${rounds} interleaved rounds; ± is half the distance between quartiles.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    ...(ceilings === null ? [] : ["## Ceilings", ceilingsTable(ceilings)]),
    ...(goals.length === 0 ? [] : ["## Goals", goalsTable(goals)]),
    ...sections,
    "## Subjects",
    Object.entries(subjects)
      .map(([name, { title }]) => `- **${name}**: ${title}`)
      .join("\n"),
  ].join("\n\n")}\n`;
}

/** A line for each that took turns with a workload. */
function inTurnsLines(entries: readonly InTurns[]): readonly string[] {
  const others = [...new Set(entries.map(({ against }) => against))];
  return others.map((against) => inTurnsLine(entries.filter((entry) => entry.against === against)));
}

function inTurnsLine(entries: readonly InTurns[]): string {
  const { workload, against, ms } = entries[0]!;
  const [own, other] = [workloadNamed(workload), workloadNamed(against)];
  const rate = other === undefined ? null : rateOf(other, ms);
  const reached =
    rate === null
      ? `took ${formatNumber(ms)} ms`
      : `reached ${formatNumber(rate)} ${other?.flops === null ? "GB/s" : "GFLOP/s"}`;
  const shares = entries.map(
    ({ threads, share }) => `${formatShare(share)} on ${threads === 1 ? "one thread" : `${threads} threads`}`,
  );
  return (
    `In turns with them, on one thread, ${other?.title ?? against} ${reached}. Of that speed regnet's ${own?.unit ?? "step"} ` +
    `had in the same rounds ${shares.join(", ")}.`
  );
}

function agreementLine(entries: readonly Agreement[]): string {
  const others = entries.flatMap(({ subject, difference, agrees }) =>
    difference === null
      ? []
      : [`${subject} ${difference.toExponential(1)}${agrees ? "" : " (**does not agree**)"}`],
  );
  const first = entries[0]!;
  return (
    `The first ${first.values.length} values without noise differ from those of ${first.subject}, relative, by at ` +
    `most: ${others.join(", ") || "nothing to compare with"}.`
  );
}

function goalsTable(goals: readonly Goal[]): string {
  return markdownTable(
    ["goal", "what", "wanted", "found", "met"],
    goals.map(({ workload, title, atLeast, atMost, found, isMet }) => [
      workload,
      title,
      atLeast === null ? `at most ${formatNumber(atMost)}` : `at least ${formatNumber(atLeast)}`,
      formatNumber(found),
      isMet
        ? "yes"
        : `no: by a factor of ${formatNumber(atLeast === null ? found / atMost! : atLeast / found)}`,
    ]),
  );
}

function ceilingsTable({ matmulGflops, multiplyAddGflops, relaxedSimd, triadGbs }: Ceilings): string {
  return markdownTable(
    ["on one thread", "rate"],
    [
      ["our own matrix product, 1024³", `${formatNumber(matmulGflops)} GFLOP/s`],
      [
        `128-bit multiply-adds, ${relaxedSimd ? "fused (relaxed SIMD)" : "multiply, then add"}`,
        `${formatNumber(multiplyAddGflops)} GFLOP/s`,
      ],
      ...triadGbs.map(({ mebibytes, gbs }) => [`triad over ${mebibytes} MiB`, `${formatNumber(gbs)} GB/s`]),
    ],
  );
}
