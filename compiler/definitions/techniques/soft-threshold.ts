import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";

/** S(w, τ) = sign(w)·max(|w| - τ, 0): exact zeros within the threshold (F-07). @param threshold τ ≥ 0, a scalar. */
export function softThreshold(b: Builder, w: Value, threshold: Value): Value {
  return b.mul(b.sign(w), b.relu(b.sub(b.abs(w), threshold)));
}
