/**
 * One scalar-expression form, from which fused elementwise kernels are made on every backend. It knows no
 * backend: a list of operations on numbers, each naming earlier results.
 */
import type { BinaryName, ComparisonName, UnaryName } from "./primitive-attributes.ts";

/** Of a, b and c: a·b + c and c - a·b, rounded once where the machine can. No primitives: the last pass makes them. */
export type MultiplyAddName = "multiply_add" | "negative_multiply_add";

/** Operands count inputs first (0 … inputs-1), then operations in order. Booleans are 1 and 0. */
export type ScalarOperation =
  | { readonly op: UnaryName; readonly args: readonly [number] }
  | { readonly op: BinaryName | ComparisonName; readonly args: readonly [number, number] }
  | { readonly op: "select" | MultiplyAddName; readonly args: readonly [number, number, number] }
  | { readonly op: "constant"; readonly args: readonly []; readonly value: number };

export interface ScalarKernel {
  readonly inputs: number;
  readonly operations: readonly ScalarOperation[];
  /** Which operands are results, in the order of the instruction's outputs; all f32. */
  readonly results: readonly number[];
}

/** What a function such as exp counts for. */
const FUNCTION = 24;
const functions: ReadonlySet<ScalarOperation["op"]> = new Set<ScalarOperation["op"]>([
  "exp",
  "expm1",
  "log",
  "log1p",
  "tanh",
  "sigmoid",
  "erf",
  "pow",
]);

/** About how many instructions these operations take for a cell, or for a vector of them. */
export function weightOf(operations: readonly ScalarOperation[]): number {
  return operations.reduce(
    (sum, { op }) => sum + (op === "constant" ? 0 : functions.has(op) ? FUNCTION : 1),
    0,
  );
}
