import type { Instruction, Value } from "../program/program.ts";
import type { MultiplyAddName, ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import { isInlined, isScalarName, type ScalarName } from "./elementwise.ts";
import type { ValueGraph } from "./value-graph.ts";

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
  /** By the id of a value: the kernel whose member makes it, the kernel in which it is an operand, and which one. */
  private readonly memberIn: Uint32Array;
  private readonly operandIn: Uint32Array;
  /** How many inputs there are is known at the end: until then -1 stands for the first operation, -2 for the next. */
  private readonly operands: Int32Array;
  private inputs: Value[] = [];
  private operations: WrittenOperation[] = [];

  constructor(private readonly graph: ValueGraph) {
    const { idBound } = graph.program;
    this.memberIn = new Uint32Array(idBound);
    this.operandIn = new Uint32Array(idBound);
    this.operands = new Int32Array(idBound);
  }

  /**
   * @param members in program order, all of one shape
   * @param results outputs of members, in the order of the kernel's results
   */
  write(members: readonly Instruction[], results: readonly Value[]): GroupKernel {
    this.round += 1;
    this.inputs = [];
    this.operations = [];
    for (let i = 0; i < members.length; i++) this.memberIn[members[i]!.outputs[0]!.id] = this.round;
    for (let i = 0; i < members.length; i++) this.operandOf(members[i]!.outputs[0]!);
    const { inputs, operations } = this;
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
    const producer = this.graph.producer(value);
    const inlined = producer !== null && isInlined(producer);
    // One constant for each use: that two uses are equal may be chance, and packing turns each into data (F-30).
    if (inlined && producer.op === "constant") return this.compute(producer);
    const isComputed = producer !== null && (inlined || this.memberIn[id] === this.round);
    const operand = isComputed ? this.compute(producer) : this.inputs.push(value) - 1;
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
