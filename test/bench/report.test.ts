import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { judgeGoals } from "../../bench/report/goals.ts";
import { markdownReport } from "../../bench/report/markdown.ts";
import type { InTurns, Report } from "../../bench/report/report.ts";
import { type Contender, measuredRow, missingRow, withShare } from "../../bench/runner/make-row.ts";
import { subjectNames } from "../../bench/subjects/catalogue.ts";
import { workloads } from "../../bench/workloads/index.ts";

const folder = new URL("../../bench/", import.meta.url);
const committed = new URL("results/latest.json", folder);
const schema: object = JSON.parse(readFileSync(new URL("report/report.schema.json", folder), "utf8"));
const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);

function sampleReport(): Report {
  const ceilings = {
    matmulGflops: 50,
    multiplyAddGflops: 56,
    relaxedSimd: true,
    triadGbs: [{ mebibytes: 200, gbs: 12 }],
  };
  const rows = workloads.flatMap((workload) => {
    const contender = (subject: Contender["subject"]): Contender => ({ workload, subject, threads: 1 });
    const memory = { peakBytes: 2e6, minimumBytes: 1e6, heapBytes: null, residentBytes: 3e6 };
    return [
      withShare(measuredRow(contender("regnet"), [10, 11], memory), workload, ceilings),
      missingRow(contender("tfjs-layers"), "failed", "Kernel 'Sum' | not registered"),
      missingRow(contender("pytorch"), "absent", "no python3 with torch was found"),
    ];
  });
  const inTurns: readonly InTurns[] = [
    { workload: "W1", against: "ceiling/product", ms: 2 * 1.024 ** 3 * 25, threads: 1, share: 0.95 },
    { workload: "W5/10M", against: "ceiling/triad-200", ms: 10, threads: 1, share: 0.7 },
    { workload: "W5/10M", against: "ceiling/triad-200", ms: 10, threads: 2, share: 0.8 },
    { workload: "W5/10M", against: "ceiling/triad-1000", ms: 50, threads: 1, share: 0.9 },
    { workload: "W7/10000", against: "W7/1000", ms: 240, threads: 1, share: 0.9 },
  ];
  return {
    version: 1,
    date: "2026-01-31",
    machine: { cpu: "a processor", cores: 2, memoryBytes: 8e9, platform: "linux-x64" },
    versions: { node: "24.0.0" },
    rounds: 3,
    ceilings,
    rows,
    inTurns,
    agreement: [
      { workload: "W1", subject: "regnet", values: [2.3], difference: null, agrees: true },
      { workload: "W1", subject: "jax-js", values: [2.4], difference: 0.04, agrees: false },
    ],
    goals: judgeGoals({ rows, ceilings, inTurns }),
  };
}

describe("the document of the bench", () => {
  it("keeps to its schema", () => {
    expect(validate(sampleReport()), JSON.stringify(validate.errors)).toBe(true);
  });

  it("breaks its schema with a number that was never measured", () => {
    const report = sampleReport();
    const rows = report.rows.map((row) => ({ ...row, ms: 1 }));
    expect(validate({ ...report, rows })).toBe(false);
  });

  it("keeps to its schema as committed, and has all workloads", () => {
    const report: Report = JSON.parse(readFileSync(committed, "utf8"));
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(new Set(report.rows.map(({ workload }) => workload))).toEqual(
      new Set(workloads.map(({ id }) => id)),
    );
  });
});

describe("the page of the bench", () => {
  it("is what the committed document makes, and its goals are judged as today", () => {
    const report: Report = JSON.parse(readFileSync(committed, "utf8"));
    expect(judgeGoals(report)).toEqual(report.goals);
    expect(markdownReport(report)).toBe(readFileSync(new URL("latest.md", committed), "utf8"));
  });

  const page = markdownReport(sampleReport());

  it("has a section for each workload, and names every subject", () => {
    for (const { id, title } of workloads) expect(page).toContain(`## ${id}: ${title}`);
    for (const name of subjectNames) expect(page).toContain(`**${name}**`);
  });

  it("says why a subject has no number, and who does not agree", () => {
    expect(page).toContain("pytorch (absent: no python3 with torch was found)");
    expect(page).toContain("Kernel 'Sum' \\| not registered");
    expect(page).toContain("jax-js 4.0e-2 (**does not agree**)");
  });

  it("has a line for each that took turns with a workload", () => {
    const lines = page.split("\n").filter((line) => line.startsWith("In turns with them"));
    expect(lines).toEqual([
      "In turns with them, on one thread, our own matrix product, 1024³ reached 40.0 GFLOP/s. Of that speed regnet's step had in the same rounds 95 % on one thread.",
      "In turns with them, on one thread, a triad over 200 MiB reached 21.0 GB/s. Of that speed regnet's update had in the same rounds 70 % on one thread, 80 % on 2 threads.",
      "In turns with them, on one thread, a triad over 1000 MiB reached 21.0 GB/s. Of that speed regnet's update had in the same rounds 90 % on one thread.",
      "In turns with them, on one thread, source to plan: 1,000 layers, a policy of 200 rules took 240 ms. Of that speed regnet's compilation had in the same rounds 90 % on one thread.",
    ]);
  });

  it("says by how much a goal is missed", () => {
    expect(page).toMatch(/\| W7\/1000 \| milliseconds \| at most 300 \| 10\.5 \| yes \|/);
    expect(page).toMatch(/at most 1\.20 \| 2\.00 \| no: by a factor of 1\.67/);
  });
});
