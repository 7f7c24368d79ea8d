import { describe, expect, it } from "vitest";
import { inTurnsOf } from "../../bench/runner/in-turns.ts";
import { ceilingsOf, product, rateOf, triad } from "../../bench/workloads/ceilings.ts";
import { compilationWorkloads } from "../../bench/workloads/compilation.ts";
import { trainingWorkloads } from "../../bench/workloads/training.ts";
import { updateWorkloads } from "../../bench/workloads/update.ts";
import type { Workload } from "../../bench/workloads/workload.ts";

const mlp = trainingWorkloads[0]!;
const update = updateWorkloads[1]!;

/** Rounds in which it reached so many GFLOP/s, or GB/s. */
function at(workload: Workload, rates: readonly number[], threads = 1) {
  const atOne = rateOf(workload, 1) ?? 1;
  return { workload, threads, times: rates.map((rate) => atOne / rate) };
}

describe("what is held against a ceiling that took turns with it", () => {
  it("is compared round by round, so that a slow machine slows down both", () => {
    const found = inTurnsOf(at(mlp, [45, 9, 36, 18]), at(product, [50, 10, 40, 30]));
    expect(found).toMatchObject({ workload: "W1", ceiling: "product", threads: 1 });
    expect(found?.share).toBeCloseTo(0.9);
    expect(found?.rate).toBeCloseTo(35);
  });

  it("is traffic against a triad, whatever the threads of the one that is held against it", () => {
    const found = inTurnsOf(at(update, [20, 10, 40], 2), at(triad(200), [25, 12.5, 40]));
    expect(found).toMatchObject({ workload: "W5/10M", ceiling: 200, threads: 2 });
    expect(found?.share).toBeCloseTo(0.8);
    expect(found?.rate).toBeCloseTo(25);
  });

  it("is nothing without a round that both have, or where neither arithmetic nor memory is what counts", () => {
    expect(inTurnsOf(at(mlp, []), at(product, [1]))).toBeNull();
    expect(inTurnsOf(at(mlp, [1]), at(product, []))).toBeNull();
    expect(inTurnsOf(at(compilationWorkloads[0]!, [1]), at(product, [1]))).toBeNull();
  });
});

describe("the ceilings of a workload", () => {
  const idsOf = (workload: Workload) => ceilingsOf(workload).map(({ id }) => id);

  it("are the product, or triads over as much as it touches and over what no cache holds", () => {
    expect(idsOf(mlp)).toEqual(["ceiling/product"]);
    expect(updateWorkloads.map(idsOf)).toEqual([
      ["ceiling/triad-20", "ceiling/triad-1000"],
      ["ceiling/triad-200", "ceiling/triad-1000"],
      ["ceiling/triad-1000"],
    ]);
    expect(idsOf(compilationWorkloads[0]!)).toEqual([]);
  });
});
