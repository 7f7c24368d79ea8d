import { expect, test } from "vitest";
import { unaryFunctions } from "../../compiler/program/scalar-functions.ts";

// Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1; more digits from its series.
test.each([
  [0, 0],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [3.5, 0.9999992569016276],
  [-1, -0.8427007929497149],
  [7, 1],
])("erf(%d) has 15 digits", (x, expected) => {
  expect(unaryFunctions.erf(x)).toBeCloseTo(expected, 14);
});

test.each([
  [2 ** -149, 0],
  [-(2 ** -126) + 2 ** -149, 0],
  [2 ** -126, 2 ** -126],
  [-(2 ** -126), -(2 ** -126)],
  [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [Number.NaN, Number.NaN],
])("flush_subnormal(%d) is %d", (x, expected) => {
  expect(unaryFunctions.flush_subnormal(x)).toBe(expected);
});
