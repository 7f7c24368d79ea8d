import type { Instruction, Value } from "../program/program.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { type ElementwiseView, isScalarName } from "./elementwise.ts";
import { KernelTable, numberOf } from "./kernel-table.ts";

export interface GroupKernel {
  readonly kernel: ScalarKernel;
  /** The values that the kernel reads, in the order of its inputs. */
  readonly inputs: readonly Value[];
}

/** Writes scalar kernels, each of which computes what several elementwise instructions compute cell by cell. */
export class KernelWriter {
  private readonly table = new KernelTable();
  /** Counts the kernels; what is marked with an earlier one is forgotten. */
  private round = 0;
  /** By the position of an instruction, the kernel of which it is a member. */
  private readonly memberIn: Uint32Array;
  /** By the id of a value: the kernel in which it is an operand, and which one. */
  private readonly operandIn: Uint32Array;
  /** How many inputs there are is known at the end: until then -1 stands for the first operation, -2 for the next. */
  private readonly operands: Int32Array;
  private readonly inputs: Value[] = [];
  /** As the table takes it. */
  private readonly code: number[] = [];
  private operations = 0;

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
    this.inputs.length = 0;
    this.code.length = 0;
    this.operations = 0;
    const { program } = this.view.graph;
    for (let i = 0; i < members.length; i++) this.memberIn[members[i]!] = this.round;
    for (let i = 0; i < members.length; i++) this.operandOf(program.instructions[members[i]!]!.outputs[0]!);
    for (let i = 0; i < results.length; i++) this.code.push(this.operandOf(results[i]!));
    const inputs = this.inputs.slice();
    return { kernel: this.table.get(inputs.length, this.code, results.length), inputs };
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
    if (op === "constant") {
      this.code.push(numberOf(op), attributes.value);
      return this.nextOperation();
    }
    const first = this.operandOf(inputs[0]!);
    // Broadcasting is how every input is read; a bool is already 1 or 0.
    if (!isScalarName(op)) return first;
    const second = inputs.length > 1 ? this.operandOf(inputs[1]!) : 0;
    const third = inputs.length > 2 ? this.operandOf(inputs[2]!) : 0;
    this.code.push(numberOf(op), first);
    if (inputs.length > 1) this.code.push(second);
    if (inputs.length > 2) this.code.push(third);
    return this.nextOperation();
  }

  private nextOperation(): number {
    this.operations += 1;
    return -this.operations;
  }
}
