/** One scalar kernel that computes what several elementwise instructions compute cell by cell. */
import type { Instruction, Value } from "../program/program.ts";
import type { ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import { isInlined, isScalarName } from "./elementwise.ts";
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
  const operations: {
    readonly op: ScalarOperation["op"];
    readonly args: readonly Operand[];
    value: number;
  }[] = [];
  const isMember = new Set(members);

  const append = (op: ScalarOperation["op"], args: readonly Operand[], value = 0): Operand => {
    operations.push({ op, args, value });
    return { operation: operations.length - 1 };
  };
  const operandOf = (value: Value): Operand => {
    const known = computed.get(value.id);
    if (known !== undefined) return known;
    const producer = graph.producer(value);
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
    if (instruction.op === "constant") return append("constant", [], instruction.attributes.value);
    const args = instruction.inputs.map(operandOf);
    // Broadcasting is how every input is read; a bool is already 1 or 0.
    return isScalarName(instruction.op) ? append(instruction.op, args) : args[0]!;
  };

  for (const member of members) operandOf(member.outputs[0]!);
  const number = (operand: Operand): number =>
    "input" in operand ? operand.input : inputs.length + operand.operation;
  return {
    kernel: {
      inputs: inputs.length,
      operations: operations.map(({ op, args, value }) => scalarOperation(op, args.map(number), value)),
      results: results.map((result) => number(operandOf(result))),
    },
    inputs,
  };
}

/** The operation with its operands; the arity is that of the primitive it came from. */
export function scalarOperation(
  op: ScalarOperation["op"],
  args: readonly number[],
  value: number,
): ScalarOperation {
  const operation = op === "constant" ? { op, args: [], value } : { op, args };
  // Each primitive's arity was checked when the instruction was built.
  return operation as unknown as ScalarOperation;
}
