import { expect, test } from "vitest";
import type { DType } from "../../compiler/program/program.ts";
import { runKernel } from "./run-kernel.ts";

function cast(from: DType, to: DType, values: readonly number[], threads = 1): readonly number[] {
  const type = { shape: [values.length], dtype: from };
  const outputs = [{ shape: [values.length], dtype: to }];
  const inputs = [{ type, values }];
  return [...runKernel({ kernel: "cast", attributes: {}, inputs, outputs, threads })[0]!];
}

test("a cast to i32 drops the fraction", () => {
  expect(cast("f32", "i32", [1.9, -1.9, 0.5, -0.5, 7, -3e6, 16777216])).toEqual(
    [1, -1, 0, -0, 7, -3e6, 16777216].map(Math.trunc).map((x) => x + 0),
  );
});

test("a number that i32 does not hold becomes its end, and NaN 0", () => {
  expect(cast("f32", "i32", [3e9, -3e9, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([
    2 ** 31 - 1,
    -(2 ** 31),
    0,
    2 ** 31 - 1,
  ]);
});

test("a cast to bool asks whether it is not 0", () => {
  expect(cast("f32", "bool", [0, -0, 1e-45, -2, Number.NaN, 256])).toEqual([0, 0, 1, 1, 1, 1]);
  expect(cast("i32", "bool", [0, 256, -1, 65536, 0, 1, 2])).toEqual([0, 1, 1, 1, 0, 1, 1]);
});

test("whole numbers and bools keep their values", () => {
  expect(cast("i32", "f32", [0, -5, 16777217, 3, 2])).toEqual([0, -5, 16777216, 3, 2]);
  for (const to of ["f32", "i32"] as const)
    expect(cast("bool", to, [1, 0, 1, 1, 0, 0, 1])).toEqual([1, 0, 1, 1, 0, 0, 1]);
});

test.each(["f32", "i32", "bool"] as const)("many cells to %s, in any number of parts", (to) => {
  for (const from of ["f32", "i32", "bool"] as const)
    for (const size of [1, 4, 4096, 10_001]) {
      if (from === to) continue;
      const values = Array.from({ length: size }, (_, i) => (i * 7) % (from === "bool" ? 2 : 5));
      const expected = values.map((x) => (to === "bool" ? Number(x !== 0) : x));
      for (const threads of [1, 2, 3, 7]) expect(cast(from, to, values, threads)).toEqual(expected);
    }
});
