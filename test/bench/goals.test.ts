import { describe, expect, it } from "vitest";
import { judgeGoals } from "../../bench/report/goals.ts";
import type { Row } from "../../bench/report/report.ts";
import { missingRow } from "../../bench/runner/make-row.ts";
import type { SubjectName } from "../../bench/subjects/catalogue.ts";
import { workloads } from "../../bench/workloads/index.ts";

function row(workload: string, subject: SubjectName, threads: number, numbers: Partial<Row>): Row {
  const known = workloads.find(({ id }) => id === workload);
  if (known === undefined) throw new Error(`no workload ${workload}`);
  return {
    ...missingRow({ workload: known, subject, threads }, "failed", ""),
    status: "measured",
    ...numbers,
  };
}

const found = (rows: readonly Row[], title: RegExp) =>
  judgeGoals({ rows, ceilings: null, inTurns: [] }).filter((goal) => title.test(goal.title));

describe("goals of the bench", () => {
  it("compare regnet with a rival on one thread, and with another on all", () => {
    const rows = [
      row("W1", "regnet", 1, { ms: 10 }),
      row("W1", "regnet", 4, { ms: 4 }),
      row("W1", "tfjs-layers", 1, { ms: 150 }),
      row("W1", "pytorch", 1, { ms: 7 }),
      row("W1", "pytorch", 4, { ms: 5 }),
    ];
    expect(found(rows, /tfjs-layers/)).toMatchObject([{ found: 15, atLeast: 18, isMet: false }]);
    expect(found(rows, /pytorch/)).toMatchObject([{ found: 1.25, isMet: true }]);
  });

  it("take the fastest of several rivals", () => {
    const rows = [
      row("W2", "regnet", 1, { ms: 100 }),
      row("W2", "tfjs-expert", 1, { ms: 300 }),
      row("W2", "tfjs-core", 1, { ms: 900 }),
    ];
    expect(found(rows, /tfjs-expert/)).toMatchObject([{ found: 3, isMet: false }]);
  });

  it("hold what is allocated against the plan and against the most frugal tfjs", () => {
    const rows = [
      row("W4", "regnet", 1, { ms: 1, peakBytes: 110, minimumBytes: 100 }),
      row("W4", "tfjs-layers", 1, { ms: 1, peakBytes: 200 }),
    ];
    expect(found(rows, /W8/)).toMatchObject([
      { found: 1.1, isMet: true },
      { found: 0.55, isMet: false },
    ]);
  });

  it("say nothing where something was not measured", () => {
    const failed = row("W1", "tfjs-layers", 1, { status: "failed", ms: null });
    expect(
      judgeGoals({ rows: [row("W1", "regnet", 1, { ms: 10 }), failed], ceilings: null, inTurns: [] }),
    ).toEqual([]);
  });

  it("hold an update against the triad that no cache holds", () => {
    const triadGbs = [
      { mebibytes: 20, gbs: 80 },
      { mebibytes: 1000, gbs: 30 },
    ];
    const ceilings = { matmulGflops: 50, multiplyAddGflops: 60, relaxedSimd: true, triadGbs };
    const rows = [row("W5/1M", "regnet", 1, { ms: 1.5 })];
    const goals = judgeGoals({ rows, ceilings, inTurns: [] }).filter(({ workload }) => workload === "W5/1M");
    // 36 bytes each of a million parameters in 1.5 ms are 24 GB/s.
    expect(goals.map((goal) => [goal.found, goal.isMet])).toEqual([
      [expect.closeTo(0.8), true],
      [expect.closeTo(0.8), true],
      [0.3, false],
      [0.3, false],
    ]);
  });

  it("hold an update against the triads that took turns with it, too", () => {
    const rows = [row("W5/10M", "regnet", 1, { ms: 20 }), row("W5/10M", "regnet", 2, { ms: 15 })];
    const entry = { workload: "W5/10M", ms: 7 };
    const inTurns = [
      { ...entry, against: "ceiling/triad-200", threads: 1, share: 0.6 },
      { ...entry, against: "ceiling/triad-200", threads: 2, share: 0.8 },
      { ...entry, against: "ceiling/triad-1000", threads: 1, share: 0.7 },
      { ...entry, against: "ceiling/triad-1000", threads: 2, share: 0.9 },
    ];
    const goals = judgeGoals({ rows, ceilings: null, inTurns });
    expect(goals.map(({ title, found, isMet }) => [title.replace(/.*(triad)/, "$1"), found, isMet])).toEqual([
      ["triad over 1000 MiB reached in turns, one thread", 0.7, true],
      ["triad over 1000 MiB reached in turns, all threads", 0.9, true],
      ["triad over 200 MiB reached in turns, one thread", 0.6, false],
      ["triad over 200 MiB reached in turns, all threads", 0.8, true],
    ]);
  });

  it("hold ten thousand layers against the thousand that took turns with them, too", () => {
    const rows = [row("W7/1000", "regnet", 1, { ms: 200 }), row("W7/10000", "regnet", 1, { ms: 2600 })];
    const inTurns = [{ workload: "W7/10000", against: "W7/1000", ms: 240, threads: 1, share: 0.9 }];
    const goals = judgeGoals({ rows, ceilings: null, inTurns }).filter(({ title }) => /linear/.test(title));
    expect(goals.map(({ found, isMet }) => [found, isMet])).toEqual([
      [13, false],
      [expect.closeTo(11.1, 1), true],
    ]);
  });

  it("hold the matrix product against the peak", () => {
    const ceilings = { matmulGflops: 50, multiplyAddGflops: 60, relaxedSimd: true, triadGbs: [] };
    expect(judgeGoals({ rows: [], ceilings, inTurns: [] })).toMatchObject([
      { workload: "ceiling", isMet: true },
    ]);
  });

  it("hold a step against the product that took turns with it, too", () => {
    const ceilings = { matmulGflops: 50, multiplyAddGflops: 60, relaxedSimd: true, triadGbs: [] };
    const rows = [row("W1", "regnet", 1, { ms: 10, ceilingShare: 0.8 })];
    const inTurns = [{ workload: "W1", against: "ceiling/product", ms: 50, threads: 1, share: 0.91 }];
    expect(judgeGoals({ rows, ceilings, inTurns }).filter(({ workload }) => workload === "W1")).toMatchObject(
      [
        { found: 0.8, atLeast: 0.9, isMet: false },
        { found: 0.91, atLeast: 0.9, isMet: true },
      ],
    );
  });
});
