import type { ScalarOperation } from "../../../../compiler/program/scalar-kernel.ts";

/** What a function counts for: a few dozen instructions. */
const FUNCTION = 24;
const functions: ReadonlySet<string> = new Set([
  "exp",
  "expm1",
  "log",
  "log1p",
  "tanh",
  "sigmoid",
  "erf",
  "pow",
]);

/** How much code these operations are, in simple ones. */
export function weightOf(operations: readonly ScalarOperation[]): number {
  return operations.reduce((sum, { op }) => sum + (functions.has(op) ? FUNCTION : 1), 0);
}
