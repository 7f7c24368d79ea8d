/** One scalar kernel that computes what several elementwise instructions compute cell by cell. */
import type { Instruction, Value } from "../program/program.ts";
import type { ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import { isInlined, isScalarName, type ScalarName } from "./elementwise.ts";
import type { ValueGraph } from "./value-graph.ts";

export interface GroupKernel {
  readonly kernel: ScalarKernel;
  /** The values that the kernel reads, in the order of its inputs. */
  readonly inputs: readonly Value[];
}

/**
 * @param members in program order, all of one shape
 * @param results outputs of members, in the order of the kernel's results
 */
export function scalarKernelOf(
  graph: ValueGraph,
  members: readonly Instruction[],
  results: readonly Value[],
): GroupKernel {
  // How many inputs there are is known at the end: until then -1 stands for the first operation, -2 for the next.
  const computed = new Map<number, number>();
  const inputs: Value[] = [];
  const operations: { readonly op: ScalarName | "constant"; readonly args: number[]; value?: number }[] = [];

  const operandOf = (value: Value): number => {
    const known = computed.get(value.id);
    if (known !== undefined) return known;
    const producer = graph.producer(value);
    // One constant for each use: that two uses are equal may be chance, and packing turns each into data (F-30).
    if (producer?.op === "constant" && isInlined(producer)) return compute(producer);
    const isComputed = producer !== null && (isInlined(producer) || members.includes(producer));
    const operand = isComputed ? compute(producer) : inputs.push(value) - 1;
    computed.set(value.id, operand);
    return operand;
  };
  const compute = (instruction: Instruction): number => {
    if (instruction.op === "constant")
      return -operations.push({ op: "constant", args: [], value: instruction.attributes.value });
    const args = instruction.inputs.map(operandOf);
    // Broadcasting is how every input is read; a bool is already 1 or 0.
    return isScalarName(instruction.op) ? -operations.push({ op: instruction.op, args }) : args[0]!;
  };

  for (const member of members) operandOf(member.outputs[0]!);
  const number = (operand: number): number => (operand < 0 ? inputs.length - 1 - operand : operand);
  const numbered = results.map((result) => number(operandOf(result)));
  for (const { args } of operations) for (let i = 0; i < args.length; i++) args[i] = number(args[i]!);
  return {
    kernel: {
      inputs: inputs.length,
      operations: operations as unknown as ScalarOperation[],
      results: numbered,
    },
    inputs,
  };
}

/** The operation on these operands; the arity is that of the primitive it came from. */
export function scalarOperation(op: ScalarName, args: readonly number[]): ScalarOperation {
  // Each primitive's arity was checked when the instruction was built.
  return { op, args } as unknown as ScalarOperation;
}
