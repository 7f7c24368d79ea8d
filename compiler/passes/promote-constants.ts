import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { scalarOperation } from "./kernel-table.ts";

/**
 * The kernel with these constants turned into inputs, behind its own.
 * @param promoted operands of `constant` operations, in the order of their inputs
 */
export function promoteConstants(kernel: ScalarKernel, promoted: readonly number[]): ScalarKernel {
  const inputs = kernel.inputs + promoted.length;
  const kept = kernel.operations.flatMap((operation, position) => {
    const operand = kernel.inputs + position;
    return promoted.includes(operand) ? [] : [{ operand, operation }];
  });
  const moved = (operand: number): number => {
    if (operand < kernel.inputs) return operand;
    const slot = promoted.indexOf(operand);
    return slot >= 0 ? kernel.inputs + slot : inputs + kept.findIndex((entry) => entry.operand === operand);
  };
  return {
    inputs,
    operations: kept.map(({ operation }) =>
      operation.op === "constant" ? operation : scalarOperation(operation.op, operation.args.map(moved)),
    ),
    results: kernel.results.map(moved),
  };
}
