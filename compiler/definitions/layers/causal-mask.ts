import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";

/** Takes any score out of a softmax in float32, exp(-1e30) being 0 exactly, and makes no NaN as -∞ could. */
const FORBIDDEN = -1e30;

/**
 * What is added to scores `[…, length, length]` so that no position sees a later one: 0 up to the diagonal, behind
 * it a number that leaves no weight.
 */
export function causalMask(b: Builder, length: number): Value {
  if (length === 1) return b.constant(0, [1, 1]);
  // Rows of 2·length cells, cut from one ribbon at 2·length - 1, each begin one cell earlier than the row before.
  const row = b.pad(b.constant(FORBIDDEN, [length - 1]), [[1, length]]);
  const ribbon = b.reshape(b.broadcast(row, [length, 2 * length]), [2 * length * length]);
  const shifted = b.reshape(b.slice(ribbon, [0], [length * (2 * length - 1)]), [length, 2 * length - 1]);
  return b.slice(shifted, [0, 0], [length, length]);
}
