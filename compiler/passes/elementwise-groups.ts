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

export interface ElementwiseGroups {
  /** The members of each loop, in program order. */
  readonly groups: readonly (readonly Instruction[])[];
  /** By the id of what it makes, the group of an instruction, counted from 1; 0 for none. */
  readonly groupOf: Uint32Array;
}

/**
 * Greedy: each instruction joins the groups that its operands come from, where no path leads around. What stays alone
 * is in no group, unless it may be more than one operation.
 */
export function elementwiseGroups(program: Program, graph: ValueGraph): ElementwiseGroups {
  const { instructions } = program;
  const units = new Units(program, graph, { members: MOST_MEMBERS, reads: MOST_INPUTS });
  const fusible = new Uint8Array(instructions.length);
  instructions.forEach((instruction, position) => {
    if (!isFusible(graph, instruction)) return;
    fusible[position] = 1;
    for (const value of units.readsOf(position)) {
      const maker = graph.positionOf(value);
      if (maker === null || fusible[maker] === 0) continue;
      if (sameShape(value.shape, instruction.outputs[0]!.shape)) units.unite(maker, position);
    }
  });
  const groups: Instruction[][] = [];
  const groupOf = new Uint32Array(program.idBound);
  /** By unit, its group; 0 for none yet. */
  const groupOfUnit = new Uint32Array(instructions.length);
  instructions.forEach((instruction, position) => {
    if (fusible[position] === 0) return;
    if (units.sizeAt(position) === 1 && !readsComparison(instruction)) return;
    const unit = units.unitAt(position);
    groupOfUnit[unit] ||= groups.push([]);
    groups[groupOfUnit[unit]! - 1]!.push(instruction);
    groupOf[instruction.outputs[0]!.id] = groupOfUnit[unit]!;
  });
  return { groups, groupOf };
}

/** Then the comparison, which is inlined, is a second operation. */
function readsComparison({ inputs }: Instruction): boolean {
  return inputs.some(({ dtype }) => dtype === "bool");
}
