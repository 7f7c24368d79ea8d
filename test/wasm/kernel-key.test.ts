import { expect, test } from "vitest";
import type { TensorType } from "../../compiler/program/program.ts";
import { kernelKey } from "../../runtime/wasm/kernel-key.ts";

const cells: TensorType = { shape: [4], dtype: "f32" };

/** The key of a kernel that adds a constant. */
function keyOfSum(value: number): string {
  const kernel = {
    inputs: 1,
    operations: [
      { op: "constant" as const, args: [] as const, value },
      { op: "add" as const, args: [0, 1] as const },
    ],
    results: [2],
  };
  const target = { relaxedSimd: false, wideVectors: false, sharedMemory: false };
  const attributes = { kernel, shapes: [[4]] };
  return kernelKey("elementwise", { inputs: [cells], outputs: [cells], attributes, target });
}

test("kernels that differ in a constant alone are two, whatever the constants are", () => {
  const constants = [0, -0, 1, NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(new Set(constants.map(keyOfSum)).size).toBe(constants.length);
  expect(keyOfSum(Number.POSITIVE_INFINITY)).toBe(keyOfSum(Number.POSITIVE_INFINITY));
});
