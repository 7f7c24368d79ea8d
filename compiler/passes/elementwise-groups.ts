/** Finds which elementwise instructions of one shape can be one loop without making the program circular. */
import type { Instruction, Program } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { isFusible } from "./elementwise.ts";
import { Units } from "./units.ts";
import type { ValueGraph } from "./value-graph.ts";

/** What a fragment shader of WebGL 2 may read at least (MAX_TEXTURE_IMAGE_UNITS); beyond it a loop is split. */
const MOST_INPUTS = 16;
/** The longest update is a third of this. It bounds the source text of one kernel, and the time to grow a loop. */
const MOST_MEMBERS = 128;

/**
 * Greedy: each instruction joins the groups that its operands come from, where no path leads around.
 * @returns for each instruction that a loop can hold, the members of its loop in program order; it may be the only one
 */
export function elementwiseGroups(
  program: Program,
  graph: ValueGraph,
): ReadonlyMap<Instruction, readonly Instruction[]> {
  const { instructions } = program;
  const units = new Units(program, graph);
  const grouped = new Set<number>();
  instructions.forEach((instruction, position) => {
    if (!isFusible(graph, instruction)) return;
    grouped.add(position);
    for (const maker of units.makersOf(position)) {
      if (!grouped.has(maker)) continue;
      if (!sameShape(instructions[maker]!.outputs[0]!.shape, instruction.outputs[0]!.shape)) continue;
      units.unite(maker, position, (members, inputs) => members <= MOST_MEMBERS && inputs <= MOST_INPUTS);
    }
  });
  const groupOf = new Map<Instruction, readonly Instruction[]>();
  for (const position of grouped) {
    if (groupOf.has(instructions[position]!)) continue;
    const members = units.membersOf(position).map((member) => instructions[member]!);
    for (const member of members) groupOf.set(member, members);
  }
  return groupOf;
}
