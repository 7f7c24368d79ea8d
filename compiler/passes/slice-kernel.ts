import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { scalarOperation } from "./scalar-kernel-of.ts";

export interface KernelSlice {
  readonly kernel: ScalarKernel;
  /** What each input of the slice is in the whole kernel: the number of an operand. */
  readonly reads: readonly number[];
}

/**
 * The part of a kernel that computes these operands.
 * @param isRead which operands are read rather than computed; inputs of the kernel always are
 */
export function sliceKernel(
  { inputs, operations }: ScalarKernel,
  results: readonly number[],
  isRead: (operand: number) => boolean = () => false,
): KernelSlice {
  const needed = new Set(results);
  const isGiven = (operand: number): boolean => operand < inputs || isRead(operand);
  for (let operand = inputs + operations.length - 1; operand >= inputs; operand--)
    if (needed.has(operand) && !isGiven(operand))
      for (const argument of operations[operand - inputs]!.args) needed.add(argument);
  const sorted = [...needed].sort((a, b) => a - b);
  const reads = sorted.filter(isGiven);
  const computed = sorted.filter((operand) => !isGiven(operand));
  const numbers = new Map([...reads, ...computed].map((operand, number) => [operand, number]));
  const renumbered = (operand: number): number => numbers.get(operand)!;
  return {
    kernel: {
      inputs: reads.length,
      operations: computed.map((operand) => {
        const operation = operations[operand - inputs]!;
        return operation.op === "constant"
          ? operation
          : scalarOperation(operation.op, operation.args.map(renumbered));
      }),
      results: results.map(renumbered),
    },
    reads,
  };
}
