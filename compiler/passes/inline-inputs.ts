import type { Value } from "../program/program.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { scalarOperation } from "./kernel-table.ts";
import type { GroupKernel } from "./kernel-writer.ts";

/**
 * A kernel that computes some of its inputs itself.
 * @param madeBy the kernel, of one result, that computes an input; none for one that is read
 */
export function inlineInputs(
  outer: GroupKernel,
  madeBy: (input: Value) => GroupKernel | undefined,
): GroupKernel {
  const made = outer.inputs.map(madeBy);
  if (made.every((group) => group === undefined)) return outer;
  const read = outer.inputs.flatMap((input, i) => made[i]?.inputs ?? [input]);
  const inputs = [...new Map(read.map((input) => [input.id, input])).values()];
  const placeOf = ({ id }: Value): number => inputs.findIndex((input) => input.id === id);
  const operations: ScalarKernel["operations"][number][] = [];
  /** Appends a kernel whose inputs are these operands; what its operands are now. */
  const append = ({ kernel }: GroupKernel, given: readonly number[]): readonly number[] => {
    const operands = [...given];
    for (const operation of kernel.operations) {
      operations.push(
        operation.op === "constant"
          ? operation
          : scalarOperation(
              operation.op,
              operation.args.map((argument) => operands[argument]!),
            ),
      );
      operands.push(inputs.length + operations.length - 1);
    }
    return operands;
  };
  const given = outer.inputs.map((input, i) => {
    const group = made[i];
    return group === undefined
      ? placeOf(input)
      : append(group, group.inputs.map(placeOf))[group.kernel.results[0]!]!;
  });
  const operands = append(outer, given);
  return {
    kernel: {
      inputs: inputs.length,
      operations,
      results: outer.kernel.results.map((result) => operands[result]!),
    },
    inputs,
  };
}
