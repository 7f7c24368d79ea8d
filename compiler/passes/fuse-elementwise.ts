import type { Instruction, Program, Value } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import { isInlined } from "./elementwise.ts";
import { elementwiseGroups, type Grouping, sources } from "./elementwise-groups.ts";
import type { Pass } from "./pass.ts";
import { type GroupKernel, scalarKernelOf } from "./scalar-kernel-of.ts";
import type { ValueGraph } from "./value-graph.ts";

const name = "fuse-elementwise";

interface Fusion extends GroupKernel {
  readonly members: readonly Instruction[];
  readonly results: readonly Value[];
}

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
    const grouping = elementwiseGroups(program);
    const fusions = makeFusions(grouping);
    const ordered = orderByFusion(program, grouping.graph, fusions);
    const emitted = new Map<Fusion, readonly Value[]>();
    const fused = rewrite(ordered, (instruction, { builder, renamed }) => {
      const fusion = fusions.get(instruction);
      if (fusion === undefined) return null;
      if (!emitted.has(fusion)) {
        const { kernel, inputs } = fusion;
        const { shape } = instruction.outputs[0]!;
        emitted.set(fusion, builder.emitAll("fused", inputs.map(renamed), { kernel, shape }));
      }
      // A member that is no result has no value outside: nobody asks for it.
      return instruction.outputs.map(
        (output) => emitted.get(fusion)![fusion.results.findIndex(({ id }) => id === output.id)]!,
      );
    });
    const count = new Set(fusions.values()).size;
    const text = `${fusions.size} elementwise instructions became ${count} fused loops`;
    return {
      program: fused,
      notes: count === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** The fusion of each fused instruction; a loop of one operation gains nothing. */
function makeFusions(grouping: Grouping): ReadonlyMap<Instruction, Fusion> {
  const fusions = new Map<Instruction, Fusion>();
  for (const members of new Set(grouping.groupOf.values())) {
    const results = members
      .flatMap(({ outputs }) => outputs)
      .filter((output) => isReadOutside(output, members, grouping.graph));
    const { kernel, inputs } = scalarKernelOf(grouping.graph, members, results);
    if (results.length === 0 || kernel.operations.filter(({ op }) => op !== "constant").length < 2) continue;
    const fusion: Fusion = { kernel, inputs, results, members };
    for (const member of members) fusions.set(member, fusion);
  }
  return fusions;
}

/** Whether anything but the group's own kernel reads the value. */
function isReadOutside(value: Value, members: readonly Instruction[], graph: ValueGraph): boolean {
  if (graph.isObserved(value)) return true;
  return graph.users(value).some((user) => {
    if (members.includes(user)) return false;
    return isInlined(user) ? isReadOutside(user.outputs[0]!, members, graph) : true;
  });
}

/** The program with each fusion's members next to each other, and without what only kernels read inlined. */
function orderByFusion(
  program: Program,
  graph: ValueGraph,
  fusions: ReadonlyMap<Instruction, Fusion>,
): Program {
  const ordered: Instruction[] = [];
  const placed = new Set<Instruction>();
  const isNeeded = (instruction: Instruction): boolean =>
    !isInlined(instruction) ||
    instruction.outputs.some(
      (output) =>
        graph.isObserved(output) || graph.users(output).some((user) => !fusions.has(user) && isNeeded(user)),
    );
  const place = (instruction: Instruction): void => {
    if (placed.has(instruction)) return;
    const fusion = fusions.get(instruction);
    const unit = fusion?.members ?? [instruction];
    for (const member of unit) placed.add(member);
    for (const member of unit) for (const source of dependencies(member)) place(source);
    ordered.push(...unit);
  };
  const dependencies = (instruction: Instruction): readonly Instruction[] =>
    fusions.has(instruction)
      ? sources(graph, instruction)
      : instruction.inputs.flatMap((input) => graph.producer(input) ?? []);

  for (const instruction of program.instructions) if (isNeeded(instruction)) place(instruction);
  return { ...program, instructions: ordered };
}
