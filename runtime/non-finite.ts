import type { PlanInput, PlanStep } from "../compiler/plan/plan.ts";
import type { TypedArray } from "./typed-array.ts";

/** Where the first number that is not finite came up. */
export type NonFinite =
  /** It came with the step: in the batch, or in a state that was so before. */
  | { readonly value: "NaN" | "Infinity"; readonly input: Pick<PlanInput, "kind" | "name"> }
  /** This operation made it of finite numbers. */
  | { readonly value: "NaN" | "Infinity"; readonly step: Pick<PlanStep, "op" | "origin"> };

export function allFinite(values: TypedArray): boolean {
  // 0·x is 0 for finite x and NaN for all others; four sums, since each waits for its last addition.
  const whole = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += 0 * values[i]!;
    b += 0 * values[i + 1]!;
    c += 0 * values[i + 2]!;
    d += 0 * values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += 0 * values[i]!;
  return a + b + c + d === 0;
}

/** NaN before infinity, where both are there; null when all are finite. */
export function nonFiniteValue(values: TypedArray): "NaN" | "Infinity" | null {
  if (allFinite(values)) return null;
  return values.some((value) => Number.isNaN(value)) ? "NaN" : "Infinity";
}
