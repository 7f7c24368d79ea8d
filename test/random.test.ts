import { describe, expect, test } from "vitest";
import {
  bits,
  dropThreshold,
  type Key,
  mix,
  normal,
  shuffle,
  streamKey,
  uniform,
} from "../compiler/random.ts";

const N = 200_000;
const [K0, K1] = streamKey(1, "test", 0);

const mean = (xs: Float64Array): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** A stream's uniform numbers, centred and scaled to variance 1. */
function standard(draw: (i: number) => number): Float64Array {
  return Float64Array.from({ length: N }, (_, i) => (draw(i) - 0.5) * Math.sqrt(12));
}

/** For independent streams of variance 1 this is normal with deviation 1/√N. */
function correlation(a: Float64Array, b: Float64Array): number {
  return mean(a.map((x, i) => x * b[i]!));
}

/** Four standard errors of a mean of N numbers of the given standard deviation. */
const fourErrors = (deviation: number): number => (4 * deviation) / Math.sqrt(N);

/** χ² of counts against equal frequencies, as a number of its standard deviations from its mean. */
function chiSquare(counts: Uint32Array, draws: number): number {
  const expected = draws / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

describe("the bits", () => {
  test("are these, on every machine and in every release", () => {
    expect([mix(0), mix(1), mix(-1)]).toMatchInlineSnapshot(`
      [
        0,
        1753845952,
        1734902346,
      ]
    `);
    expect(streamKey(7, "after hidden", 12)).toMatchInlineSnapshot(`
      [
        -763011630,
        -740768269,
      ]
    `);
    expect([0, 1, 2, 0xffffffff].map((i) => bits(1, 2, i))).toMatchInlineSnapshot(`
      [
        3405767568,
        3507691905,
        3568491650,
        298467015,
      ]
    `);
  });

  test("are evenly spread, byte by byte", () => {
    const counts = Array.from({ length: 4 }, () => new Uint32Array(256));
    for (let i = 0; i < N; i++) {
      const word = bits(K0, K1, i);
      counts.forEach((count, byte) => {
        count[(word >>> (8 * byte)) & 255]!++;
      });
    }
    for (const count of counts) expect(Math.abs(chiSquare(count, N))).toBeLessThan(4);
  });

  test("of neighbouring counters are evenly spread in pairs", () => {
    const counts = new Uint32Array(256);
    for (let i = 0; i < N; i++)
      counts[(bits(K0, K1, 2 * i) >>> 28) * 16 + (bits(K0, K1, 2 * i + 1) >>> 28)]!++;
    expect(Math.abs(chiSquare(counts, N))).toBeLessThan(4);
  });

  test("change by half when one bit of the key or the counter changes", () => {
    for (let position = 0; position < 32; position++) {
      const flip = 1 << position;
      let changed = [0, 0, 0];
      for (let i = 0; i < 2000; i++) {
        const word = bits(K0, K1, i);
        const others = [bits(K0 ^ flip, K1, i), bits(K0, K1 ^ flip, i), bits(K0, K1, i ^ flip)];
        changed = changed.map((sum, which) => sum + ones(word ^ others[which]!));
      }
      for (const sum of changed) expect(sum / (2000 * 32)).toBeCloseTo(0.5, 1);
    }
  });
});

describe("uniform numbers", () => {
  const draws = Float64Array.from({ length: N }, (_, i) => uniform(K0, K1, i));

  test("have mean 1/2 and variance 1/12", () => {
    expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(fourErrors(Math.sqrt(1 / 12)));
    const squares = draws.map((x) => (x - 0.5) ** 2);
    expect(Math.abs(mean(squares) - 1 / 12)).toBeLessThan(fourErrors(Math.sqrt(1 / 80 - 1 / 144)));
  });

  test("lie in [0, 1) even as float32", () => {
    expect(draws.every((x) => x >= 0 && Math.fround(x) < 1 && Math.fround(x) === x)).toBe(true);
  });

  const own = standard((i) => uniform(K0, K1, i));
  const of = ([k0, k1]: Key) => standard((i) => uniform(k0, k1, i));
  const others: Readonly<Record<string, Float64Array>> = {
    "the next counter": standard((i) => uniform(K0, K1, i + 1)),
    "the counter after that": standard((i) => uniform(K0, K1, i + 2)),
    "a counter 1024 on": standard((i) => uniform(K0, K1, i + 1024)),
    "the next step": of(streamKey(1, "test", 1)),
    "the next seed": of(streamKey(2, "test", 0)),
    "another site": of(streamKey(1, "tesu", 0)),
    "another replica": of(streamKey(1, "test", 0, 1)),
    "a neighbouring first word": of([K0 + 1, K1]),
    "a neighbouring second word": of([K0, K1 + 1]),
  };
  test.each(Object.keys(others))("do not correlate with those of %s", (name) => {
    expect(Math.abs(correlation(own, others[name]!))).toBeLessThan(fourErrors(1));
  });
});

test("normal numbers have the first four moments of the normal distribution", () => {
  const draws = Float64Array.from({ length: N }, (_, i) => normal(K0, K1, i));
  expect(Math.abs(mean(draws))).toBeLessThan(fourErrors(1));
  expect(Math.abs(mean(draws.map((x) => x ** 2)) - 1)).toBeLessThan(fourErrors(Math.sqrt(2)));
  expect(Math.abs(mean(draws.map((x) => x ** 3)))).toBeLessThan(fourErrors(Math.sqrt(15)));
  expect(Math.abs(mean(draws.map((x) => x ** 4)) - 3)).toBeLessThan(fourErrors(Math.sqrt(96)));
  const next = Float64Array.from({ length: N }, (_, i) => normal(K0, K1, i + 1));
  expect(Math.abs(correlation(draws, next))).toBeLessThan(fourErrors(1));
});

describe("the shuffle", () => {
  test("is a permutation, the same for the same key", () => {
    const order = shuffle(1000, [K0, K1]);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(shuffle(1000, [K0, K1])).toEqual(order);
    expect(shuffle(1000, [K0, K1 + 1])).not.toEqual(order);
    expect([...shuffle(1, [K0, K1])]).toEqual([0]);
  });

  test("makes each order of four equally often", () => {
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let step = 0; step < draws; step++) {
      const order = shuffle(4, streamKey(3, "shuffle", step)).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquare(Uint32Array.from(counts.values()), draws))).toBeLessThan(4);
  });
});

describe("keys", () => {
  test("of many sites, steps and seeds are all different", () => {
    const keys = new Set<string>();
    let made = 0;
    for (const seed of [0, 1, 2, 2 ** 32, 2 ** 52])
      for (const site of ["", "a", "b", "ab", "ba", "trunk.Residual.branch", "trunk.Residual.branch "])
        for (const step of [0, 1, 2, 255, 256, 2 ** 32])
          for (const replica of [0, 1]) {
            keys.add(streamKey(seed, site, step, replica).join());
            made++;
          }
    expect(keys.size).toBe(made);
  });

  test("are int32, as the tensors that carry them", () => {
    for (let step = 0; step < 100; step++)
      for (const word of streamKey(1, "site", step)) expect(word).toBe(word | 0);
  });
});

test("a share of the bits equal to the rate lies below its threshold", () => {
  for (const rate of [0.1, 0.5, 0.9]) {
    const dropped = Float64Array.from({ length: N }, (_, i) =>
      bits(K0, K1, i) < dropThreshold(rate) ? 1 : 0,
    );
    expect(Math.abs(mean(dropped) - rate)).toBeLessThan(fourErrors(Math.sqrt(rate * (1 - rate))));
  }
  expect(dropThreshold(0)).toBe(0);
});

function ones(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
