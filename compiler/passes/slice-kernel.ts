import type { ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import { scalarOperation } from "./kernel-table.ts";

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
  const needed = new Uint8Array(inputs + operations.length);
  for (const result of results) needed[result] = 1;
  const isGiven = (operand: number): boolean => operand < inputs || isRead(operand);
  for (let operand = needed.length - 1; operand >= inputs; operand--)
    if (needed[operand] === 1 && !isGiven(operand))
      for (const argument of operations[operand - inputs]!.args) needed[argument] = 1;
  const reads: number[] = [];
  /** By operand, its number in the slice. */
  const numbers = new Uint32Array(needed.length);
  for (let operand = 0; operand < needed.length; operand++)
    if (needed[operand] === 1 && isGiven(operand)) numbers[operand] = reads.push(operand) - 1;
  const renumbered = (operand: number): number => numbers[operand]!;
  const computed: ScalarOperation[] = [];
  for (let operand = inputs; operand < needed.length; operand++) {
    if (needed[operand] === 0 || isGiven(operand)) continue;
    const operation = operations[operand - inputs]!;
    const moved =
      operation.op === "constant" ? operation : scalarOperation(operation.op, operation.args.map(renumbered));
    numbers[operand] = reads.length + computed.push(moved) - 1;
  }
  return {
    kernel: { inputs: reads.length, operations: computed, results: results.map(renumbered) },
    reads,
  };
}
