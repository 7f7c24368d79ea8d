import { InstructionWriter } from "../program/instruction-writer.ts";
import type { Instruction, Program, Value } from "../program/program.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { ElementwiseView } from "./elementwise.ts";
import { type ElementwiseGroups, elementwiseGroups } from "./elementwise-groups.ts";
import { type GroupKernel, KernelWriter } from "./kernel-writer.ts";
import type { Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fuse-elementwise";

interface Fusion extends GroupKernel {
  /** The positions of what it puts together. */
  readonly members: readonly number[];
  readonly results: readonly Value[];
}

/** The fusion that the instruction at a position is part of, if it is. */
type FusionOf = (position: number) => Fusion | null;

/**
 * Elementwise instructions of one shape that feed each other become one loop with several results: one read of
 * each input and one write of each result, whatever the number of operations. An update with its slots is one
 * loop (F-04, F-18, F-19). Nothing is computed twice but constants, broadcasts and comparisons.
 */
export const fuseElementwise: Pass = {
  name,
  reason:
    "Elementwise work is bound by memory and by kernel calls; after all algebra, which reads single primitives.",
  run(program) {
    const view = new ElementwiseView(ValueGraph.of(program));
    const { groups, groupOf } = elementwiseGroups(view);
    const isStored = valuesStored(view, groupOf);
    const writer = new KernelWriter(view);
    const fusions = groups.map((members) => makeFusion(program, writer, members, isStored));
    const made = fusions.filter((fusion) => fusion !== null);
    if (made.length === 0) return { program, notes: [] };
    const fusionOf: FusionOf = (position) => {
      const group = groupOf[position]!;
      return group === 0 ? null : fusions[group - 1]!;
    };
    const size = made.reduce((sum, { members }) => sum + members.length, 0);
    const text = `${size} elementwise instructions became ${made.length} fused loops`;
    return {
      program: { ...program, instructions: fuse(view, fusionOf) },
      notes: [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** What a group becomes; null where it is a loop of one operation, which gains nothing. */
function makeFusion(
  { instructions }: Program,
  writer: KernelWriter,
  members: readonly number[],
  isStored: Uint8Array,
): Fusion | null {
  const stored = members.filter((position) => isStored[position] === 1);
  const results = stored.map((position) => instructions[position]!.outputs[0]!);
  const { kernel, inputs } = writer.write(members, results);
  return results.length === 0 || !isSeveral(kernel) ? null : { kernel, inputs, results, members };
}

function isSeveral({ operations }: ScalarKernel): boolean {
  let count = 0;
  for (const { op } of operations) if (op !== "constant") count += 1;
  return count > 1;
}

/** By position, 1 for what leaves the program or is read, through what is inlined or not, outside its group. */
function valuesStored(view: ElementwiseView, groupOf: ElementwiseGroups["groupOf"]): Uint8Array {
  const { graph } = view;
  const { instructions } = graph.program;
  const isStored = graph.makersOfObserved();
  for (let position = 0; position < instructions.length; position++) {
    if (view.isInlined(position) && isStored[position] === 0) continue;
    const group = groupOf[position]!;
    const read = view.valuesRead(instructions[position]!);
    for (let i = 0; i < read.length; i++) {
      const maker = graph.positionOf(read[i]!);
      if (maker !== null && (group === 0 || groupOf[maker] !== group)) isStored[maker] = 1;
    }
  }
  return isStored;
}

/** By position, 1 for what kernels make anew and is nevertheless needed: it leaves the program, or is read by what is no kernel. */
function inlinedNeeded(view: ElementwiseView, fusionOf: FusionOf): Uint8Array {
  const { graph } = view;
  const { instructions } = graph.program;
  const isNeeded = graph.makersOfObserved();
  // Backwards: whether what is inlined is needed settles what it reads in turn.
  for (let position = instructions.length - 1; position >= 0; position--) {
    if (view.isInlined(position) ? isNeeded[position] === 0 : fusionOf(position) !== null) continue;
    const { inputs } = instructions[position]!;
    for (let i = 0; i < inputs.length; i++) {
      const maker = graph.positionOf(inputs[i]!);
      if (maker !== null) isNeeded[maker] = 1;
    }
  }
  return isNeeded;
}

/** Each fusion in the place of its first member, behind all that it reads, and without what only kernels read inlined. */
function fuse(view: ElementwiseView, fusionOf: FusionOf): readonly Instruction[] {
  const { graph } = view;
  const { instructions } = graph.program;
  const ordered = new InstructionWriter(instructions);
  const placed = new Uint8Array(instructions.length);
  const isNeeded = inlinedNeeded(view, fusionOf);
  const place = (position: number): void => {
    if (placed[position] === 1) return;
    placed[position] = 1;
    const fusion = fusionOf(position);
    if (fusion !== null) for (const member of fusion.members) placed[member] = 1;
    const { inputs } = fusion ?? instructions[position]!;
    for (let i = 0; i < inputs.length; i++) {
      const source = graph.positionOf(inputs[i]!);
      if (source !== null) place(source);
    }
    if (fusion === null) ordered.keep(position);
    else ordered.append(loopOf(fusion, instructions));
  };

  for (let position = 0; position < instructions.length; position++)
    if (!view.isInlined(position) || isNeeded[position] === 1) place(position);
  return ordered.finish();
}

/** Its results are the values that its members made. */
function loopOf(
  { kernel, inputs, results, members }: Fusion,
  instructions: readonly Instruction[],
): Instruction {
  const { origin, outputs } = instructions[members[0]!]!;
  const { shape } = outputs[0]!;
  return { op: "fused", inputs, attributes: { kernel, shape }, outputs: results, origin };
}
