import { describe, expect, it } from "vitest";
import type { Ceilings } from "../../bench/report/report.ts";
import { measuredRow, missingRow, withShare } from "../../bench/runner/make-row.ts";
import type { Workload } from "../../bench/workloads/workload.ts";

const workload: Workload = {
  id: "W1",
  title: "a network",
  task: "mlp-train",
  unit: "step",
  fixture: null,
  sizes: {},
  flops: 400e6,
  bytes: null,
  agreement: null,
  coldStart: false,
  noisy: false,
};

const ceilings: Ceilings = {
  matmulGflops: 50,
  multiplyAddGflops: 56,
  relaxedSimd: true,
  triadGbs: [
    { mebibytes: 16, gbs: 20 },
    { mebibytes: 512, gbs: 10 },
  ],
};

const memory = { peakBytes: 5, minimumBytes: 4, heapBytes: 6, residentBytes: 7 };

describe("a row of the bench", () => {
  it("has the median of the rounds, and the rate and the share that follow from it", () => {
    const measured = measuredRow({ workload, subject: "regnet", threads: 1 }, [10, 12, 11], memory);
    const row = withShare(measured, workload, ceilings);
    expect(row).toMatchObject({
      workload: "W1",
      subject: "regnet",
      status: "measured",
      reason: null,
      ms: 11,
    });
    expect(row.gflops).toBeCloseTo(400 / 11);
    expect(row.ceilingShare).toBeCloseTo(400 / 11 / 50);
    expect(row).toMatchObject(memory);
  });

  it("measures all threads against as many ceilings", () => {
    const row = measuredRow({ workload, subject: "regnet", threads: 2 }, [10], memory);
    expect(withShare(row, workload, ceilings).ceilingShare).toBeCloseTo(0.4);
  });

  it("measures traffic against the triad of the nearest size", () => {
    const update = { ...workload, flops: null, bytes: 360e6, sizes: { footprint: 400 * 2 ** 20 } };
    const row = measuredRow({ workload: update, subject: "regnet", threads: 1 }, [50], null);
    expect(row.gflops).toBeNull();
    expect(withShare(row, update, ceilings).ceilingShare).toBeCloseTo(360 / 50 / 10);
    expect(row.peakBytes).toBeNull();
  });

  it("has no share of a ceiling where neither arithmetic nor memory counts, or nothing was measured", () => {
    const start = { ...workload, flops: null };
    const row = measuredRow({ workload: start, subject: "regnet", threads: 1 }, [10], null);
    expect(withShare(row, start, ceilings).ceilingShare).toBeNull();
    const missing = missingRow({ workload, subject: "regnet", threads: 1 }, "failed", "broken");
    expect(withShare(missing, workload, ceilings)).toEqual(missing);
  });

  it("says why there is no number", () => {
    const row = missingRow({ workload, subject: "pytorch", threads: 2 }, "absent", "no python3 with torch");
    expect(row).toMatchObject({ status: "absent", reason: "no python3 with torch", ms: null, threads: 2 });
  });
});
