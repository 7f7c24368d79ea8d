import type { Instruction, Value } from "../program/program.ts";
import type { MultiplyAddName, ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import { type ElementwiseView, isScalarName, type ScalarName } from "./elementwise.ts";

export interface GroupKernel {
  readonly kernel: ScalarKernel;
  /** The values that the kernel reads, in the order of its inputs. */
  readonly inputs: readonly Value[];
}

interface WrittenOperation {
  readonly op: ScalarName | "constant";
  readonly args: number[];
  readonly value?: number;
}

/** Writes scalar kernels, each of which computes what several elementwise instructions compute cell by cell. */
export class KernelWriter {
  /** Counts the kernels; what is marked with an earlier one is forgotten. */
  private round = 0;
  /** By the position of an instruction, the kernel of which it is a member. */
  private readonly memberIn: Uint32Array;
  /** By the id of a value: the kernel in which it is an operand, and which one. */
  private readonly operandIn: Uint32Array;
  /** How many inputs there are is known at the end: until then -1 stands for the first operation, -2 for the next. */
  private readonly operands: Int32Array;
  private inputs: Value[] = [];
  private operations: WrittenOperation[] = [];

  constructor(private readonly view: ElementwiseView) {
    const { idBound, instructions } = view.graph.program;
    this.memberIn = new Uint32Array(instructions.length);
    this.operandIn = new Uint32Array(idBound);
    this.operands = new Int32Array(idBound);
  }

  /**
   * @param members the positions of instructions of one shape, in program order
   * @param results outputs of members, in the order of the kernel's results
   */
  write(members: readonly number[], results: readonly Value[]): GroupKernel {
    this.round += 1;
    this.inputs = [];
    this.operations = [];
    const { program } = this.view.graph;
    for (let i = 0; i < members.length; i++) this.memberIn[members[i]!] = this.round;
    for (let i = 0; i < members.length; i++) this.operandOf(program.instructions[members[i]!]!.outputs[0]!);
    // Exactly as long as they are: there may be thousands of kernels.
    const inputs = this.inputs.slice();
    const operations = this.operations.slice();
    const number = (operand: number): number => (operand < 0 ? inputs.length - 1 - operand : operand);
    const numbered = results.map((result) => number(this.operandOf(result)));
    for (let position = 0; position < operations.length; position++) {
      const { args } = operations[position]!;
      for (let i = 0; i < args.length; i++) args[i] = number(args[i]!);
    }
    return {
      kernel: {
        inputs: inputs.length,
        operations: operations as unknown as ScalarOperation[],
        results: numbered,
      },
      inputs,
    };
  }

  private operandOf(value: Value): number {
    const { id } = value;
    if (this.operandIn[id] === this.round) return this.operands[id]!;
    const { graph } = this.view;
    const position = graph.positionOf(value);
    const isComputed =
      position !== null && (this.memberIn[position] === this.round || this.view.isInlined(position));
    const producer = isComputed ? graph.program.instructions[position]! : null;
    // One constant for each use: that two uses are equal may be chance, and packing turns each into data (F-30).
    if (producer?.op === "constant") return this.compute(producer);
    const operand = producer === null ? this.inputs.push(value) - 1 : this.compute(producer);
    this.operandIn[id] = this.round;
    this.operands[id] = operand;
    return operand;
  }

  private compute({ op, inputs, attributes }: Instruction): number {
    if (op === "constant") return -this.operations.push({ op, args: [], value: attributes.value });
    const args = inputs.map(this.operandOf, this);
    // Broadcasting is how every input is read; a bool is already 1 or 0.
    return isScalarName(op) ? -this.operations.push({ op, args }) : args[0]!;
  }
}

/** The operation on these operands; the arity is that of the primitive it came from. */
export function scalarOperation(op: ScalarName | MultiplyAddName, args: readonly number[]): ScalarOperation {
  // Each primitive's arity was checked when the instruction was built.
  return { op, args } as unknown as ScalarOperation;
}
