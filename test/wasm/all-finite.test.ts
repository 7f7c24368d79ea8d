import { expect, test } from "vitest";
import type { TensorType } from "../../compiler/program/program.ts";
import { runKernel } from "./run-kernel.ts";

const flag: TensorType = { shape: [], dtype: "i32" };

function allAreFinite(tensors: readonly (readonly number[])[], threads: number): boolean {
  const inputs = tensors.map((values) => ({
    type: { shape: [values.length], dtype: "f32" as const },
    values,
  }));
  const [found] = runKernel({ kernel: "all_finite", attributes: {}, inputs, outputs: [flag], threads });
  return found![0] === 1;
}

test.each([1, 2, 3])("finds one number that is not finite wherever it stands, in %i parts", (threads) => {
  for (const cells of [1, 3, 4, 7, 4096, 4097, 9000]) {
    const clean = Array.from({ length: cells }, (_, i) => (i % 2 ? -3e38 : i));
    expect(allAreFinite([clean, [1]], threads)).toBe(true);
    for (const place of [0, Math.floor(cells / 2), cells - 1])
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(allAreFinite([[1], clean.with(place, wrong)], threads)).toBe(false);
      }
  }
});

test("says that no cells are finite cells", () => {
  expect(allAreFinite([[]], 2)).toBe(true);
});
