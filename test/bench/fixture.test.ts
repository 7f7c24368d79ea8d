import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, readFixture, writeFixture } from "../../bench/workloads/fixture.ts";
import { randomIndices, randomReals } from "../../bench/workloads/random-values.ts";

describe("a fixture", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "regnet-fixture-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("comes back as it was written, weights and batches", async () => {
    const batch = (seed: number) => ({
      image: { shape: [2, 3], values: randomReals(seed, 6) },
      label: { shape: [2], values: randomIndices(seed, 2, 10) },
    });
    const fixture: Fixture = {
      weights: { "head.kernel": { shape: [3, 1], values: randomReals(9, 3) } },
      batches: [batch(0), batch(1)],
    };
    await writeFixture(folder, fixture);
    expect(await readFixture(folder)).toEqual(fixture);
  });
});

describe("random values of a fixture", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(randomReals(3, 100)).toEqual(randomReals(3, 100));
    expect(randomReals(3, 100)).not.toEqual(randomReals(4, 100));
  });

  it("fill their range evenly", () => {
    const reals = randomReals(1, 10_000);
    expect(Math.min(...reals)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...reals)).toBeLessThan(1);
    expect(reals.reduce((sum, value) => sum + value, 0) / reals.length).toBeCloseTo(0.5, 1);
    expect(new Set(randomIndices(1, 1000, 10))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });
});
