/** Finds which elementwise instructions of one shape can be one loop without making the program circular. */
import type { Instruction, Program } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { isFusible, valuesRead } from "./elementwise.ts";
import type { ValueGraph } from "./value-graph.ts";

/** What a fragment shader of WebGL 2 may read at least (MAX_TEXTURE_IMAGE_UNITS); beyond it a loop is split. */
const MOST_INPUTS = 16;
/** The longest update is a third of this. It bounds the source text of one kernel, and the time to grow a loop. */
const MOST_MEMBERS = 128;

/** Instructions that can run as one loop. All are named by their positions in the program. */
interface Group {
  /** Ascending. */
  readonly members: readonly number[];
  /** The ids of the values from outside that the members read. */
  readonly reads: ReadonlySet<number>;
}

/**
 * Greedy: each instruction joins the groups that its operands come from, where no path leads around.
 * @returns for each instruction that a loop can hold, the members of its loop in program order; it may be the only one
 */
export function elementwiseGroups(
  program: Program,
  graph: ValueGraph,
): ReadonlyMap<Instruction, readonly Instruction[]> {
  const { instructions } = program;
  const reads = instructions.map((instruction) => valuesRead(graph, instruction).map(({ id }) => id));
  /** By a value's id, the position of the instruction that makes it; -1 for a program input. */
  const makers = new Int32Array(program.idBound).fill(-1);
  instructions.forEach(({ outputs }, position) => {
    for (const { id } of outputs) makers[id] = position;
  });
  const groups = new Array<Group | undefined>(instructions.length);
  instructions.forEach((instruction, position) => {
    if (!isFusible(graph, instruction)) return;
    groups[position] = { members: [position], reads: new Set(reads[position]) };
    for (const id of reads[position]!) {
      const maker = makers[id]!;
      const [before, own] = [groups[maker], groups[position]];
      if (before === undefined || before === own) continue;
      if (!sameShape(instructions[maker]!.outputs[0]!.shape, instruction.outputs[0]!.shape)) continue;
      const merged = merge(before, own, makers);
      if (merged.members.length > MOST_MEMBERS || merged.reads.size > MOST_INPUTS) continue;
      if (leadsAround(merged, groups, reads, makers)) continue;
      for (const member of merged.members) groups[member] = merged;
    }
  });
  const found = new Map<Group, readonly Instruction[]>();
  const groupOf = new Map<Instruction, readonly Instruction[]>();
  groups.forEach((group, position) => {
    if (group === undefined) return;
    const members = found.get(group) ?? group.members.map((member) => instructions[member]!);
    found.set(group, members);
    groupOf.set(instructions[position]!, members);
  });
  return groupOf;
}

function merge(before: Group, own: Group, makers: Int32Array): Group {
  const members = [...before.members, ...own.members].sort((a, b) => a - b);
  const inside = new Set(members);
  const outside = [...before.reads, ...own.reads].filter((id) => !inside.has(makers[id]!));
  return { members, reads: new Set(outside) };
}

/**
 * Whether what the group reads is computed from the group itself: as one loop it would then have to run both before
 * and after what lies between. Other groups count as a whole.
 */
function leadsAround(
  group: Group,
  groups: readonly (Group | undefined)[],
  reads: readonly (readonly number[])[],
  makers: Int32Array,
): boolean {
  const inside = new Set(group.members);
  const first = group.members[0]!;
  const seen = new Set<Group | number>();
  // Nothing that ends before the first member can lead back to one. The earliest is followed first: it is nearest.
  const makersOf = (ids: Iterable<number>): readonly number[] =>
    Array.from(ids, (id) => makers[id]!)
      .filter((maker) => (groups[maker]?.members.at(-1) ?? maker) >= first)
      .sort((a, b) => b - a);
  const pending = [...makersOf(group.reads)];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (inside.has(next)) return true;
    const unit = groups[next] ?? next;
    if (seen.has(unit)) continue;
    seen.add(unit);
    pending.push(...makersOf(typeof unit === "number" ? reads[unit]! : unit.reads));
  }
  return false;
}
