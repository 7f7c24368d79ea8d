import type { Instruction, Program, Value } from "../program/program.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { isInlined, valuesRead } from "./elementwise.ts";
import { type ElementwiseGroups, elementwiseGroups } from "./elementwise-groups.ts";
import { type GroupKernel, KernelWriter } from "./kernel-writer.ts";
import type { Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fuse-elementwise";

interface Fusion extends GroupKernel {
  readonly members: readonly Instruction[];
  readonly results: readonly Value[];
}

/** The fusion that an instruction is part of, if it is. */
type FusionOf = (instruction: Instruction) => Fusion | null;

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
    const graph = ValueGraph.of(program);
    const { groups, groupOf } = elementwiseGroups(program, graph);
    const isStored = valuesStored(program, graph, groupOf);
    const writer = new KernelWriter(graph);
    const fusions = groups.map((members) => makeFusion(writer, members, isStored));
    const made = fusions.filter((fusion) => fusion !== null);
    if (made.length === 0) return { program, notes: [] };
    const fusionOf: FusionOf = ({ outputs }) => {
      const group = groupOf[outputs[0]!.id]!;
      return group === 0 ? null : fusions[group - 1]!;
    };
    const size = made.reduce((sum, { members }) => sum + members.length, 0);
    const text = `${size} elementwise instructions became ${made.length} fused loops`;
    return {
      program: { ...program, instructions: fuse(program, graph, fusionOf) },
      notes: [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** What a group becomes; null where it is a loop of one operation, which gains nothing. */
function makeFusion(
  writer: KernelWriter,
  members: readonly Instruction[],
  isStored: Uint8Array,
): Fusion | null {
  const results: Value[] = [];
  for (let i = 0; i < members.length; i++) {
    const result = members[i]!.outputs[0]!;
    if (isStored[result.id] === 1) results.push(result);
  }
  const { kernel, inputs } = writer.write(members, results);
  return results.length === 0 || !isSeveral(kernel) ? null : { kernel, inputs, results, members };
}

function isSeveral({ operations }: ScalarKernel): boolean {
  let count = 0;
  for (const { op } of operations) if (op !== "constant") count += 1;
  return count > 1;
}

/** By the id of a value, 1 for what leaves the program or is read, through what is inlined or not, outside its group. */
function valuesStored(
  { idBound, instructions }: Program,
  graph: ValueGraph,
  groupOf: ElementwiseGroups["groupOf"],
): Uint8Array {
  const isStored = new Uint8Array(idBound);
  for (let position = 0; position < instructions.length; position++) {
    const instruction = instructions[position]!;
    const output = instruction.outputs[0]!;
    if (graph.isObserved(output)) isStored[output.id] = 1;
    else if (isInlined(instruction)) continue;
    const group = groupOf[output.id]!;
    const read = valuesRead(graph, instruction);
    for (let i = 0; i < read.length; i++)
      if (group === 0 || groupOf[read[i]!.id] !== group) isStored[read[i]!.id] = 1;
  }
  return isStored;
}

/** By the id of a value that kernels make anew, 1 for what leaves the program or is read by what is no kernel. */
function inlinedNeeded(
  { idBound, instructions }: Program,
  graph: ValueGraph,
  fusionOf: FusionOf,
): Uint8Array {
  const isNeeded = new Uint8Array(idBound);
  // Backwards: whether what is inlined is needed settles what it reads in turn.
  for (let position = instructions.length - 1; position >= 0; position--) {
    const instruction = instructions[position]!;
    const { inputs } = instruction;
    const output = instruction.outputs[0]!;
    if (graph.isObserved(output)) isNeeded[output.id] = 1;
    if (isInlined(instruction) ? isNeeded[output.id] === 1 : fusionOf(instruction) === null)
      for (let i = 0; i < inputs.length; i++) isNeeded[inputs[i]!.id] = 1;
  }
  return isNeeded;
}

/** Each fusion in the place of its first member, behind all that it reads, and without what only kernels read inlined. */
function fuse(program: Program, graph: ValueGraph, fusionOf: FusionOf): readonly Instruction[] {
  const ordered: Instruction[] = [];
  const placed = new Uint8Array(program.idBound);
  const isNeeded = inlinedNeeded(program, graph, fusionOf);
  const place = (instruction: Instruction): void => {
    if (placed[instruction.outputs[0]!.id] === 1) return;
    const fusion = fusionOf(instruction);
    if (fusion === null) placed[instruction.outputs[0]!.id] = 1;
    else for (const member of fusion.members) placed[member.outputs[0]!.id] = 1;
    for (const value of (fusion ?? instruction).inputs) {
      const source = graph.producer(value);
      if (source !== null) place(source);
    }
    ordered.push(fusion === null ? instruction : loopOf(fusion));
  };

  for (const instruction of program.instructions)
    if (!isInlined(instruction) || isNeeded[instruction.outputs[0]!.id] === 1) place(instruction);
  return ordered;
}

/** Its results are the values that its members made. */
function loopOf({ kernel, inputs, results, members }: Fusion): Instruction {
  const [{ origin, outputs }] = members as readonly [Instruction];
  const { shape } = outputs[0]!;
  return { op: "fused", inputs, attributes: { kernel, shape }, outputs: results, origin };
}
