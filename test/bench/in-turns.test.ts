import { describe, expect, it } from "vitest";
import { inTurnsOf } from "../../bench/runner/in-turns.ts";
import { product } from "../../bench/workloads/product.ts";
import { trainingWorkloads } from "../../bench/workloads/training.ts";
import { updateWorkloads } from "../../bench/workloads/update.ts";

describe("what is held against the product that took turns with it", () => {
  const [mlp] = trainingWorkloads;
  /** Milliseconds at so many GFLOP/s. */
  const at = (flops: number | null, rates: readonly number[]) => rates.map((rate) => flops! / rate / 1e6);

  it("is compared round by round, so that a slow machine slows down both", () => {
    const own = at(mlp!.flops, [45, 9, 36, 18]);
    const ceiling = at(product.flops, [50, 10, 40, 30]);
    const found = inTurnsOf(mlp!, own, ceiling);
    expect(found?.workload).toBe("W1");
    expect(found?.share).toBeCloseTo(0.9);
    expect(found?.gflops).toBeCloseTo(35);
  });

  it("is nothing without a round that both have, or where arithmetic is not what counts", () => {
    expect(inTurnsOf(mlp!, [], [1])).toBeNull();
    expect(inTurnsOf(mlp!, [1], [])).toBeNull();
    expect(inTurnsOf(updateWorkloads[0]!, [1], [1])).toBeNull();
  });
});
