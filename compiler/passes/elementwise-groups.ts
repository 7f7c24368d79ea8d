/** Finds which elementwise instructions of one shape can be one loop without making the program circular. */
import type { Instruction, Program } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { isFusible } from "./elementwise.ts";
import { Units } from "./units.ts";
import type { ValueGraph } from "./value-graph.ts";

/** What a fragment shader of WebGL 2 may read at least (MAX_TEXTURE_IMAGE_UNITS); beyond it a loop is split. */
export const MOST_INPUTS = 16;
/** The longest update is a third of this. It bounds the source text of one kernel, and the time to grow a loop. */
const MOST_MEMBERS = 128;

/**
 * Greedy: each instruction joins the groups that its operands come from, where no path leads around.
 * @returns by the id of what it makes, for each instruction that a loop can hold, the members of its loop in program order; it may be the only one
 */
export function elementwiseGroups(
  program: Program,
  graph: ValueGraph,
): readonly (readonly Instruction[] | undefined)[] {
  const { instructions } = program;
  const units = new Units(program, graph, { members: MOST_MEMBERS, reads: MOST_INPUTS });
  const fusible = new Uint8Array(instructions.length);
  instructions.forEach((instruction, position) => {
    if (!isFusible(graph, instruction)) return;
    fusible[position] = 1;
    for (const value of units.readsOf(position)) {
      const maker = units.makerOf(value);
      if (maker === null || fusible[maker] === 0) continue;
      if (sameShape(value.shape, instruction.outputs[0]!.shape)) units.unite(maker, position);
    }
  });
  const groups = new Array<readonly Instruction[] | undefined>(program.idBound);
  instructions.forEach(({ outputs }, position) => {
    if (fusible[position] === 0 || groups[outputs[0]!.id] !== undefined) return;
    const members = units.membersOf(position).map((member) => instructions[member]!);
    for (const member of members) groups[member.outputs[0]!.id] = members;
  });
  return groups;
}
