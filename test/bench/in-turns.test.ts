import { describe, expect, it } from "vitest";
import { inTurnsOf } from "../../bench/runner/in-turns.ts";
import { product, triad } from "../../bench/workloads/ceilings.ts";
import { coldStartWorkloads } from "../../bench/workloads/cold-start.ts";
import { compilationWorkloads } from "../../bench/workloads/compilation.ts";
import { heldAgainst, workOf } from "../../bench/workloads/held-against.ts";
import { trainingWorkloads } from "../../bench/workloads/training.ts";
import { updateWorkloads } from "../../bench/workloads/update.ts";
import type { Workload } from "../../bench/workloads/workload.ts";

const mlp = trainingWorkloads[0]!;
const update = updateWorkloads[1]!;

/** Rounds in which it did so much in a time. */
function at(workload: Workload, rates: readonly number[], threads = 1) {
  return { workload, threads, times: rates.map((rate) => (workOf(workload) ?? 1) / rate) };
}

describe("what is held against another that took turns with it", () => {
  it("is compared round by round, so that a slow machine slows down both", () => {
    const found = inTurnsOf(at(mlp, [45, 9, 36, 18, 27]), at(product, [50, 10, 40, 30, 30]));
    expect(found).toMatchObject({ workload: "W1", against: "ceiling/product", threads: 1 });
    expect(found?.share).toBeCloseTo(0.9);
    expect(found?.ms).toBeCloseTo(workOf(product)! / 30);
  });

  it("is traffic against a triad, whatever the threads of the one that is held against it", () => {
    const found = inTurnsOf(at(update, [20, 10, 40], 2), at(triad(200), [25, 12.5, 40]));
    expect(found).toMatchObject({ workload: "W5/10M", against: "ceiling/triad-200", threads: 2 });
    expect(found?.share).toBeCloseTo(0.8);
  });

  it("is layers in a time where something is compiled", () => {
    const [small, large] = compilationWorkloads;
    const times = { small: [200, 300, 250], large: [2500, 3000, 4000] };
    const found = inTurnsOf(
      { workload: large!, threads: 1, times: times.large },
      { workload: small!, threads: 1, times: times.small },
    );
    expect(found).toMatchObject({ workload: "W7/10000", against: "W7/1000", ms: 250, share: 0.8 });
  });

  it("is nothing without a round that both have, or without work that is comparable", () => {
    expect(inTurnsOf(at(mlp, []), at(product, [1]))).toBeNull();
    expect(inTurnsOf(at(mlp, [1]), at(product, []))).toBeNull();
    expect(inTurnsOf(at(coldStartWorkloads[0]!, [1]), at(product, [1]))).toBeNull();
  });
});

describe("what a workload is held against", () => {
  const idsOf = (workload: Workload) => heldAgainst(workload).map(({ id }) => id);

  it("is the product, or triads over as much as it touches and over what no cache holds", () => {
    expect(idsOf(mlp)).toEqual(["ceiling/product"]);
    expect(updateWorkloads.map(idsOf)).toEqual([
      ["ceiling/triad-1000", "ceiling/triad-20"],
      ["ceiling/triad-1000", "ceiling/triad-200"],
      ["ceiling/triad-1000"],
    ]);
  });

  it("is a tenth of the layers, where there is such a compilation", () => {
    expect(compilationWorkloads.map(idsOf)).toEqual([[], ["W7/1000"], [], []]);
  });
});
