import type { Instruction, Program, Value } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import { isInlined, valuesRead } from "./elementwise.ts";
import { elementwiseGroups } from "./elementwise-groups.ts";
import type { Pass } from "./pass.ts";
import { type GroupKernel, scalarKernelOf } from "./scalar-kernel-of.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fuse-elementwise";

interface Fusion extends GroupKernel {
  readonly members: readonly Instruction[];
  readonly results: readonly Value[];
}

/** By the id of a value that an instruction with one result makes. */
type ByResult<T> = readonly (T | undefined)[];

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
    const fusions = makeFusions(elementwiseGroups(program, graph), graph);
    const ordered = orderByFusion(program, graph, fusions);
    const emitted = new Map<number, Value>();
    const begun = new Set<Fusion>();
    const fused = rewrite(ordered, (instruction, { builder, renamed }) => {
      const fusion = fusions[instruction.outputs[0]!.id];
      if (fusion === undefined) return null;
      if (!begun.has(fusion)) {
        begun.add(fusion);
        const { kernel, inputs, results } = fusion;
        const { shape } = instruction.outputs[0]!;
        const made = builder.emitAll("fused", inputs.map(renamed), { kernel, shape });
        results.forEach(({ id }, i) => {
          emitted.set(id, made[i]!);
        });
      }
      // A member that is no result has no value outside: nobody asks for it.
      return instruction.outputs.map(({ id }) => emitted.get(id)!);
    });
    const count = begun.size;
    const size = [...begun].reduce((sum, { members }) => sum + members.length, 0);
    const text = `${size} elementwise instructions became ${count} fused loops`;
    return {
      program: fused,
      notes: count === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** The fusion of each fused instruction; a loop of one operation gains nothing. */
function makeFusions(groups: ByResult<readonly Instruction[]>, graph: ValueGraph): ByResult<Fusion> {
  const fusions = new Array<Fusion | undefined>(groups.length);
  const seen = new Set<readonly Instruction[]>();
  for (const members of groups) {
    if (members === undefined || seen.has(members) || !isWorthIt(members)) continue;
    seen.add(members);
    const isOutside = (user: Instruction) => groups[user.outputs[0]!.id] !== members;
    const results = members
      .flatMap(({ outputs }) => outputs)
      .filter((output) => isReadBy(isOutside, output, graph));
    const { kernel, inputs } = scalarKernelOf(graph, members, results);
    if (results.length === 0 || kernel.operations.filter(({ op }) => op !== "constant").length < 2) continue;
    const fusion: Fusion = { kernel, inputs, results, members };
    for (const member of members) fusions[member.outputs[0]!.id] = fusion;
  }
  return fusions;
}

/** Whether there may be two operations: one member has a second only in a comparison that is inlined. */
function isWorthIt(members: readonly Instruction[]): boolean {
  return members.length > 1 || members[0]!.inputs.some(({ dtype }) => dtype === "bool");
}

/** Whether the value leaves the program or is read, through what is inlined or not, by one of those asked for. */
function isReadBy(isReader: (user: Instruction) => boolean, value: Value, graph: ValueGraph): boolean {
  if (graph.isObserved(value)) return true;
  return graph.someUser(value, (user) =>
    isInlined(user) ? isReadBy(isReader, user.outputs[0]!, graph) : isReader(user),
  );
}

/** The program with each fusion's members next to each other, and without what only kernels read inlined. */
function orderByFusion(program: Program, graph: ValueGraph, fusions: ByResult<Fusion>): Program {
  const ordered: Instruction[] = [];
  const placed = new Uint8Array(program.idBound);
  const fusionOf = ({ outputs }: Instruction) => fusions[outputs[0]!.id];
  const isSingle = (user: Instruction) => fusionOf(user) === undefined;
  const isNeeded = (instruction: Instruction): boolean =>
    !isInlined(instruction) || isReadBy(isSingle, instruction.outputs[0]!, graph);
  const place = (instruction: Instruction): void => {
    if (placed[instruction.outputs[0]!.id] === 1) return;
    const unit = fusionOf(instruction)?.members ?? [instruction];
    for (const member of unit) placed[member.outputs[0]!.id] = 1;
    for (const member of unit)
      for (const value of isSingle(member) ? member.inputs : valuesRead(graph, member)) {
        const source = graph.producer(value);
        if (source !== null) place(source);
      }
    ordered.push(...unit);
  };

  for (const instruction of program.instructions) if (isNeeded(instruction)) place(instruction);
  return { ...program, instructions: ordered };
}
