import { mapInstructions } from "../program/instruction-writer.ts";
import { sizeOf } from "../program/nd-array.ts";
import type { Instruction, InstructionOf, Program, Value } from "../program/program.ts";
import { removeUnused } from "../program/remove-unused.ts";
import { weightOf } from "../program/scalar-kernel.ts";
import { sameShape } from "../program/shape.ts";
import { ElementwiseView } from "./elementwise.ts";
import { MOST_INPUTS } from "./elementwise-groups.ts";
import { inlineInputs } from "./inline-inputs.ts";
import { KernelTable } from "./kernel-table.ts";
import { type GroupKernel, KernelWriter } from "./kernel-writer.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { sliceKernel } from "./slice-kernel.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fuse-reductions";

/** What storing a tensor costs, in simple operations a cell: all its readers together may take so many to do without. */
const CHEAP = 8;

type Reduction = InstructionOf<"reduce_sum" | "reduce_max">;

/**
 * Between an elementwise loop and a reduction, or two loops that a reduction keeps apart, nothing is stored that its
 * readers can as well compute on the way, cell by cell. What only one reduction reads moves into it, whatever it costs;
 * else what is cheap is computed by each reader, from no more than has to be read in any case.
 */
export const fuseReductions: Pass = {
  name,
  reason:
    "Norms, variances and masked sums read a tensor once that was written for them alone; when loops are whole, so that it is known what is in memory.",
  run(program) {
    const loops = new Loops(program);
    if (loops.moved.size === 0) return { program, notes: [] };
    const instructions = mapInstructions(program.instructions, (instruction) => loops.madeOf(instruction));
    const taker = new NoteTaker(name);
    const text = `${loops.moved.size} tensors are never stored: what reads them computes them on the way`;
    taker.take("rewrote", "", text);
    return { program: removeUnused({ ...program, instructions }), notes: taker.notes };
  },
};

/** The loops of a program, and what becomes of their results. */
class Loops {
  /** By the id of a value that is not stored, what computes it. */
  readonly moved = new Map<number, GroupKernel>();
  /** Loops that compute inputs themselves, or not all of their results any more. */
  private readonly changed = new Map<Instruction, GroupKernel>();
  /** The ids of what a loop reads by now, where that changed. */
  private readonly reads = new Map<Instruction, ReadonlySet<number>>();
  private readonly table = new KernelTable();
  private readonly graph: ValueGraph;
  private readonly view: ElementwiseView;
  private readonly writer: KernelWriter;

  constructor(program: Program) {
    this.graph = ValueGraph.of(program);
    this.view = new ElementwiseView(this.graph);
    this.writer = new KernelWriter(this.view);
    for (const instruction of program.instructions) if (this.isLoop(instruction)) this.takeApart(instruction);
  }

  /** What an instruction of the program becomes; null where nothing of it is stored. */
  madeOf(instruction: Instruction): Instruction | null {
    const { outputs, origin } = instruction;
    if (isReduction(instruction)) {
      const [input] = instruction.inputs as readonly [Value];
      const term = this.moved.get(input.id);
      if (term === undefined) return instruction;
      const { axes, keepDims } = instruction.attributes;
      const combine = instruction.op === "reduce_sum" ? "sum" : "max";
      const kernel = this.table.sole(term.kernel);
      const attributes = { kernel, shape: input.shape, combine, axes, keepDims } as const;
      return { op: "fused_reduce", inputs: term.inputs, attributes, outputs, origin };
    }
    const loop = this.changed.get(instruction);
    if (loop === undefined) return instruction;
    const kept = outputs.filter(({ id }) => !this.moved.has(id));
    if (kept.length === 0) return null;
    const { kernel, inputs } = kept.length === outputs.length ? loop : sliceOf(loop, outputs, kept);
    const attributes = { kernel: this.table.sole(kernel), shape: kept[0]!.shape };
    return { op: "fused", inputs, attributes, outputs: kept, origin };
  }

  private isLoop(instruction: Instruction): boolean {
    return instruction.op === "fused" || this.view.isFusible(this.graph.positionOf(instruction.outputs[0]!));
  }

  private takeApart(instruction: Instruction): void {
    const { graph, moved } = this;
    const { outputs } = instruction;
    const isReader = instruction.inputs.some(({ id }) => moved.has(id));
    if (!isReader && !outputs.some((output) => this.isMovable(output))) return;
    const plain =
      instruction.op === "fused"
        ? { kernel: instruction.attributes.kernel, inputs: instruction.inputs }
        : this.writer.write([graph.positionOf(outputs[0]!)!], outputs);
    const loop = inlineInputs(plain, ({ id }) => moved.get(id));
    const before = moved.size;
    const [only] = outputs as readonly [Value];
    const sole = outputs.length === 1 ? graph.soleUser(only) : null;
    if (sole !== null && isReduction(sole)) moved.set(only.id, loop);
    else this.moveCheap(loop, outputs);
    if (isReader || moved.size > before) this.changed.set(instruction, loop);
  }

  /** Moves results that every reader can compute from what the loop reads and stores. */
  private moveCheap({ kernel, inputs }: GroupKernel, outputs: readonly Value[]): void {
    const operandOf = (output: Value): number => kernel.results[outputs.indexOf(output)]!;
    const stored = new Map(outputs.map((output) => [operandOf(output), output]));
    // In the order of the operations: a later one finds settled what it could be computed from.
    for (const output of outputs.toSorted((a, b) => operandOf(a) - operandOf(b))) {
      if (!this.isMovable(output)) continue;
      const own = operandOf(output);
      stored.delete(own);
      const { kernel: slice, reads } = sliceKernel(kernel, [own], (operand) => stored.has(operand));
      const group = {
        kernel: slice,
        inputs: reads.map((operand) => inputs[operand] ?? stored.get(operand)!),
      };
      if (this.isWorthIt(output, group)) this.move(output, group);
      else stored.set(own, output);
    }
  }

  private isMovable(value: Value): boolean {
    const { graph } = this;
    if (graph.isObserved(value) || !graph.someUser(value, () => true)) return false;
    return !graph.someUser(value, (reader) => !this.canCompute(reader, value));
  }

  private canCompute(reader: Instruction, input: Value): boolean {
    if (isReduction(reader)) return true;
    return this.isLoop(reader) && sameShape(reader.outputs[0]!.shape, input.shape);
  }

  private isWorthIt(output: Value, { kernel, inputs }: GroupKernel): boolean {
    const readers = this.graph.users(output);
    if (weightOf(kernel.operations) * readers.length > CHEAP) return false;
    // A loop is to read no more than it did; what is saved pays for a second tensor where all only reduce.
    const large = inputs.filter(({ shape }) => sizeOf(shape) === sizeOf(output.shape));
    if (large.length > (readers.every(isReduction) ? 2 : 1)) return false;
    return readers.every(
      (reader) => isReduction(reader) || this.readsOf(reader, output, inputs).size <= MOST_INPUTS,
    );
  }

  private move(output: Value, group: GroupKernel): void {
    for (const reader of this.graph.users(output))
      this.reads.set(reader, this.readsOf(reader, output, group.inputs));
    this.moved.set(output.id, group);
  }

  /** What a loop reads once it computes one of its inputs itself. */
  private readsOf(reader: Instruction, computed: Value, from: readonly Value[]): ReadonlySet<number> {
    const known = this.reads.get(reader) ?? reader.inputs.map(({ id }) => id);
    const reads = new Set([...known, ...from.map(({ id }) => id)]);
    reads.delete(computed.id);
    return reads;
  }
}

/** Along one cell it would be nothing but another shape. */
function isReduction(instruction: Instruction): instruction is Reduction {
  if (instruction.op !== "reduce_sum" && instruction.op !== "reduce_max") return false;
  return sizeOf(instruction.inputs[0]!.shape) > sizeOf(instruction.outputs[0]!.shape);
}

/** The part of a loop that makes these of its results. */
function sliceOf(
  { kernel, inputs }: GroupKernel,
  outputs: readonly Value[],
  kept: readonly Value[],
): GroupKernel {
  const results = kept.map((output) => kernel.results[outputs.indexOf(output)]!);
  const slice = sliceKernel(kernel, results);
  return { kernel: slice.kernel, inputs: slice.reads.map((operand) => inputs[operand]!) };
}
