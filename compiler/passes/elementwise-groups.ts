/** Finds which elementwise instructions of one shape can be one loop without making the program circular. */
import type { Instruction } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import type { ElementwiseView } from "./elementwise.ts";
import { Units } from "./units.ts";

/** What a fragment shader of WebGL 2 may read at least (MAX_TEXTURE_IMAGE_UNITS); beyond it a loop is split. */
export const MOST_INPUTS = 16;
/** The longest update is a third of this. It bounds the source text of one kernel, and the time to grow a loop. */
const MOST_MEMBERS = 128;

export interface ElementwiseGroups {
  /** The positions of the members of each loop, in program order. */
  readonly groups: readonly (readonly number[])[];
  /** By position, the group of an instruction, counted from 1; 0 for none. */
  readonly groupOf: Uint32Array;
}

/**
 * Greedy: each instruction joins the groups that its operands come from, where no path leads around. What stays alone
 * is in no group, unless it may be more than one operation.
 */
export function elementwiseGroups(view: ElementwiseView): ElementwiseGroups {
  const units = uniteAll(view);
  const { instructions } = view.graph.program;
  const groups: number[][] = [];
  const groupOf = new Uint32Array(instructions.length);
  /** By unit, its group; 0 for none yet. */
  const groupOfUnit = new Uint32Array(instructions.length);
  for (let position = 0; position < instructions.length; position++) {
    if (!view.isFusible(position)) continue;
    if (units.sizeAt(position) === 1 && !readsComparison(instructions[position]!)) continue;
    const unit = units.unitAt(position);
    groupOfUnit[unit] ||= groups.push([]);
    groups[groupOfUnit[unit]! - 1]!.push(position);
    groupOf[position] = groupOfUnit[unit]!;
  }
  return { groups, groupOf };
}

function uniteAll(view: ElementwiseView): Units {
  const { graph } = view;
  const { instructions } = graph.program;
  const units = new Units(view, { members: MOST_MEMBERS, reads: MOST_INPUTS });
  for (let position = 0; position < instructions.length; position++) {
    if (!view.isFusible(position)) continue;
    const { shape } = instructions[position]!.outputs[0]!;
    const reads = units.readsOf(position);
    for (let i = 0; i < reads.length; i++) {
      const maker = graph.positionOf(reads[i]!);
      if (maker !== null && view.isFusible(maker) && sameShape(reads[i]!.shape, shape))
        units.unite(maker, position);
    }
  }
  return units;
}

/** Then the comparison, which is inlined, is a second operation. */
function readsComparison({ inputs }: Instruction): boolean {
  return inputs.some(({ dtype }) => dtype === "bool");
}
