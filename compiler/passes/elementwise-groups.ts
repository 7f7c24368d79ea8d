/** Finds which elementwise instructions of one shape can be one loop without making the program circular. */
import type { Instruction, Program, Value } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { isFusible, isInlined } from "./elementwise.ts";
import { ValueGraph } from "./value-graph.ts";

/** What a fragment shader of WebGL 2 may read at least (MAX_TEXTURE_IMAGE_UNITS); beyond it a loop is split. */
const MOST_INPUTS = 16;
/** The longest update is a third of this. It bounds the source text of one kernel, and the time to grow a loop. */
const MOST_MEMBERS = 128;

export interface Grouping {
  /** Members in program order; groups of one are left out. */
  readonly groupOf: ReadonlyMap<Instruction, readonly Instruction[]>;
  readonly graph: ValueGraph;
}

/** Greedy: each instruction joins the groups that its operands come from, where no path leads around. */
export function elementwiseGroups(program: Program): Grouping {
  const graph = new ValueGraph(program);
  const position = new Map(program.instructions.map((instruction, index) => [instruction, index]));
  const at = (instruction: Instruction): number => position.get(instruction)!;
  const groups = new Map<Instruction, Instruction[]>();
  const membersOf = (instruction: Instruction): readonly Instruction[] =>
    groups.get(instruction) ?? [instruction];

  for (const instruction of program.instructions) {
    if (!isFusible(graph, instruction)) continue;
    groups.set(instruction, [instruction]);
    for (const source of sources(graph, instruction)) {
      const before = groups.get(source);
      const own = groups.get(instruction)!;
      if (before === undefined || before === own) continue;
      if (!sameShape(source.outputs[0]!.shape, instruction.outputs[0]!.shape)) continue;
      const merged = [...before, ...own].sort((a, b) => at(a) - at(b));
      if (merged.length > MOST_MEMBERS || inputCount(graph, merged) > MOST_INPUTS) continue;
      if (leadsAround(graph, before, own, membersOf, at)) continue;
      for (const member of merged) groups.set(member, merged);
    }
  }
  return { groupOf: groups, graph };
}

/** The producers of the operands, seen through what is inlined. */
export function sources(graph: ValueGraph, instruction: Instruction): readonly Instruction[] {
  return instruction.inputs.flatMap((input) => {
    const producer = graph.producer(input);
    if (producer === null) return [];
    return isInlined(producer) ? sources(graph, producer) : [producer];
  });
}

/** How many values from outside the members read, seen through what is inlined. */
function inputCount(graph: ValueGraph, members: readonly Instruction[]): number {
  const inside = new Set(members);
  const outside = new Set<number>();
  const visit = (instruction: Instruction): void => {
    for (const input of instruction.inputs) {
      const producer = graph.producer(input);
      if (producer !== null && isInlined(producer)) visit(producer);
      else if (producer === null || !inside.has(producer)) outside.add(input.id);
    }
  };
  members.forEach(visit);
  return outside.size;
}

/** The instructions that read a member's result, directly or through what is inlined. */
function readers(graph: ValueGraph, members: readonly Instruction[]): readonly Instruction[] {
  return members.flatMap(({ outputs }) =>
    outputs.flatMap((output: Value) =>
      graph.users(output).flatMap((user) => (isInlined(user) ? readers(graph, [user]) : [user])),
    ),
  );
}

/**
 * Whether a path leads from one of the two groups to the other through an instruction outside both: as one loop
 * they would then have to run both before and after it. Other groups count as a whole.
 */
function leadsAround(
  graph: ValueGraph,
  a: readonly Instruction[],
  b: readonly Instruction[],
  membersOf: (instruction: Instruction) => readonly Instruction[],
  at: (instruction: Instruction) => number,
): boolean {
  const inside = new Set([...a, ...b]);
  const last = Math.max(...[...inside].map(at));
  const pending = readers(graph, [...inside]).filter((reader) => !inside.has(reader));
  const seen = new Set<Instruction>();
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (seen.has(next)) continue;
    const members = membersOf(next);
    for (const member of members) seen.add(member);
    // Instructions join groups in program order, so nothing behind the last member leads back to one.
    if (at(members[0]!) > last) continue;
    for (const reader of readers(graph, members)) {
      if (inside.has(reader)) return true;
      if (!seen.has(reader)) pending.push(reader);
    }
  }
  return false;
}
