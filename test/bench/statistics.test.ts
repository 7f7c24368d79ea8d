import { describe, expect, it } from "vitest";
import { largestDifference, median, rotate, spread } from "../../bench/runner/statistics.ts";

describe("statistics of the bench", () => {
  it("takes the middle value, or the mean of the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it("leaves the values it sorts as they were", () => {
    const values = [3, 1, 2];
    median(values);
    spread(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("gives the spread as a share of the median, blind to one value far out", () => {
    expect(spread([10, 10, 10])).toBe(0);
    expect(spread([8, 9, 10, 11, 1000])).toBeCloseTo(0.1);
  });

  it("compares lists relative to the expected ones", () => {
    expect(largestDifference([2, 4], [2, 5])).toBe(0.25);
    expect(largestDifference([1], [1])).toBe(0);
  });

  it("finds lists that cannot be compared infinitely different", () => {
    expect(largestDifference([1, 2], [1])).toBe(Number.POSITIVE_INFINITY);
    expect(largestDifference([1], [Number.NaN])).toBe(Number.POSITIVE_INFINITY);
  });

  it("begins a list somewhere else", () => {
    expect(rotate(["a", "b", "c"], 4)).toEqual(["b", "c", "a"]);
    expect(rotate([], 3)).toEqual([]);
  });
});
