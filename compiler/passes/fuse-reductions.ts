import { sizeOf } from "../program/nd-array.ts";
import type { Instruction, InstructionOf, Value } from "../program/program.ts";
import { removeUnused } from "../program/remove-unused.ts";
import { rewrite } from "../program/rewrite.ts";
import { weightOf } from "../program/scalar-kernel.ts";
import { isFusible } from "./elementwise.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { type GroupKernel, scalarKernelOf } from "./scalar-kernel-of.ts";
import { sliceKernel } from "./slice-kernel.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fuse-reductions";

/** What may be computed by each of several readers rather than once, in simple operations a cell. */
const CHEAP = 4;
/** And from how many tensors of its own size at most: reading them is to cost no more than reading what they make. */
const FEW_TENSORS = 2;

type Reduction = InstructionOf<"reduce_sum" | "reduce_max">;

/** An elementwise loop, and which of its results stay one: the others are computed by the reductions that read them. */
interface Loop {
  readonly whole: GroupKernel;
  readonly outputs: readonly Value[];
  readonly moved: ReadonlyMap<Value, GroupKernel>;
}

/**
 * A tensor that only reductions read is never stored: each computes it on the way, cell by cell. A loop all of which
 * one reduction reads moves into it, whatever it costs; from a loop with further results, or where several reductions
 * read the same, only what is cheap is computed anew, from what is in memory anyway.
 */
export const fuseReductions: Pass = {
  name,
  reason:
    "Norms, variances and masked sums read a tensor once that was written for them alone; when loops are whole, so that it is known what is in memory.",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const loops = new Map<Instruction, Loop>();
    const moved = new Map<number, GroupKernel>();
    for (const instruction of program.instructions) {
      const loop = takeApart(graph, instruction);
      if (loop === null || loop.moved.size === 0) continue;
      loops.set(instruction, loop);
      for (const [{ id }, kernel] of loop.moved) moved.set(id, kernel);
    }
    if (loops.size === 0) return { program, notes: [] };
    let reductions = 0;
    const rewritten = rewrite(program, (instruction, { builder, renamed }) => {
      const loop = loops.get(instruction);
      if (loop !== undefined) {
        const kept = loop.outputs.filter((output) => !loop.moved.has(output));
        if (kept.length === 0) return [];
        const { kernel, inputs } = keepOnly(loop, kept);
        const made = builder.emitAll("fused", inputs.map(renamed), { kernel, shape: loop.outputs[0]!.shape });
        const replacements = new Map(kept.map((output, i) => [output, made[i]!]));
        // Nobody asks for a value that was moved.
        return loop.outputs.map((output) => replacements.get(output) ?? output);
      }
      const term = isReduction(instruction) ? moved.get(instruction.inputs[0]!.id) : undefined;
      if (!isReduction(instruction) || term === undefined) return null;
      reductions += 1;
      const { axes, keepDims } = instruction.attributes;
      const { shape } = instruction.inputs[0]!;
      const combine = instruction.op === "reduce_sum" ? "sum" : "max";
      const attributes = { kernel: term.kernel, shape, combine, axes, keepDims } as const;
      return builder.emitAll("fused_reduce", term.inputs.map(renamed), attributes);
    });
    taker.take(
      "rewrote",
      "",
      `${reductions} reductions compute on the way what they reduce: ${moved.size} tensors are never stored`,
    );
    return { program: removeUnused(rewritten), notes: taker.notes };
  },
};

function takeApart(graph: ValueGraph, instruction: Instruction): Loop | null {
  const { outputs } = instruction;
  if (instruction.op !== "fused" && !isFusible(graph, instruction)) return null;
  const reduced = outputs.filter((output) => isOnlyReduced(graph, output));
  if (reduced.length === 0) return null;
  const whole =
    instruction.op === "fused"
      ? { kernel: instruction.attributes.kernel, inputs: instruction.inputs }
      : scalarKernelOf(graph, [instruction], outputs);
  const moved = new Map<Value, GroupKernel>();
  if (outputs.length === 1 && graph.soleUser(outputs[0]!) !== null) {
    moved.set(outputs[0]!, whole);
    return { whole, outputs, moved };
  }
  const operandOf = (output: Value): number => whole.kernel.results[outputs.indexOf(output)]!;
  const stored = new Map(outputs.map((output) => [operandOf(output), output]));
  // In the order of the operations: a later one finds settled what it could be computed from.
  for (const output of reduced.toSorted((a, b) => operandOf(a) - operandOf(b))) {
    const own = operandOf(output);
    stored.delete(own);
    const { kernel, reads } = sliceKernel(whole.kernel, [own], (operand) => stored.has(operand));
    const inputs = reads.map((operand) => whole.inputs[operand] ?? stored.get(operand)!);
    const large = inputs.filter(({ shape }) => sizeOf(shape) === sizeOf(output.shape));
    const isCheap = weightOf(kernel.operations) <= CHEAP && large.length <= FEW_TENSORS;
    if (isCheap) moved.set(output, { kernel, inputs });
    else stored.set(own, output);
  }
  return { whole, outputs, moved };
}

function isOnlyReduced(graph: ValueGraph, value: Value): boolean {
  const users = graph.users(value);
  return users.length > 0 && !graph.isObserved(value) && users.every(isReduction);
}

/** Along one cell it would be nothing but another shape. */
function isReduction(instruction: Instruction): instruction is Reduction {
  if (instruction.op !== "reduce_sum" && instruction.op !== "reduce_max") return false;
  return sizeOf(instruction.inputs[0]!.shape) > sizeOf(instruction.outputs[0]!.shape);
}

function keepOnly({ whole, outputs }: Loop, kept: readonly Value[]): GroupKernel {
  const results = kept.map((output) => whole.kernel.results[outputs.indexOf(output)]!);
  const { kernel, reads } = sliceKernel(whole.kernel, results);
  return { kernel, inputs: reads.map((operand) => whole.inputs[operand]!) };
}
