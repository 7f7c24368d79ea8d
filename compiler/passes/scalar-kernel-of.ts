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

/** An operand whose number is known once all inputs are. */
type Operand = { readonly input: number } | { readonly operation: number };

/**
 * @param members in program order, all of one shape
 * @param results outputs of members, in the order of the kernel's results
 */
export function scalarKernelOf(
  graph: ValueGraph,
  members: readonly Instruction[],
  results: readonly Value[],
): GroupKernel {
  const computed = new Map<number, Operand>();
  const inputs: Value[] = [];
  const operations: (number | { readonly op: ScalarName; readonly args: readonly Operand[] })[] = [];
  const isMember = new Set(members);

  /** A plain number stands for a constant. */
  const append = (operation: (typeof operations)[number]): Operand => {
    operations.push(operation);
    return { operation: operations.length - 1 };
  };
  const operandOf = (value: Value): Operand => {
    const known = computed.get(value.id);
    if (known !== undefined) return known;
    const producer = graph.producer(value);
    // One constant for each use: that two uses are equal may be chance, and packing turns each into data (F-30).
    if (producer?.op === "constant" && isInlined(producer)) return compute(producer);
    const operand =
      producer !== null && (isInlined(producer) || isMember.has(producer)) ? compute(producer) : read(value);
    computed.set(value.id, operand);
    return operand;
  };
  const read = (value: Value): Operand => {
    inputs.push(value);
    return { input: inputs.length - 1 };
  };
  const compute = (instruction: Instruction): Operand => {
    if (instruction.op === "constant") return append(instruction.attributes.value);
    const args = instruction.inputs.map(operandOf);
    // Broadcasting is how every input is read; a bool is already 1 or 0.
    return isScalarName(instruction.op) ? append({ op: instruction.op, args }) : args[0]!;
  };

  for (const member of members) operandOf(member.outputs[0]!);
  const number = (operand: Operand): number =>
    "input" in operand ? operand.input : inputs.length + operand.operation;
  return {
    kernel: {
      inputs: inputs.length,
      operations: operations.map((operation) =>
        typeof operation === "number"
          ? { op: "constant", args: [], value: operation }
          : scalarOperation(operation.op, operation.args.map(number)),
      ),
      results: results.map((result) => number(operandOf(result))),
    },
    inputs,
  };
}

/** The operation on these operands; the arity is that of the primitive it came from. */
export function scalarOperation(op: ScalarName, args: readonly number[]): ScalarOperation {
  // Each primitive's arity was checked when the instruction was built.
  return { op, args } as unknown as ScalarOperation;
}
