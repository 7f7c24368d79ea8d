/** Instructions of a program put together step by step, such that each unit can still run as a whole. */
import type { Program, Value } from "../program/program.ts";
import { valuesRead } from "./elementwise.ts";
import type { ValueGraph } from "./value-graph.ts";

/** How much of its room a unit gives up for those that are let in before it. */
const SHARE = 1 / 16;

/**
 * Units stand in an order in which they can run. Who asks whether a path leads around two of them looks only at what
 * stands between them (as in online topological ordering: Pearce and Kelly 2006), and finds little there, as what is
 * put together moves to the front.
 */
export class Units {
  /** By the position of an instruction, its unit, which goes by the position of one of its instructions. */
  private readonly unitOf: Int32Array;
  /** By unit, as are the following; made when asked for, as long as a unit is one instruction. */
  private readonly members: (number[] | undefined)[];
  /** The values from outside that it reads, seen through what is inlined. */
  private readonly reads: (readonly Value[] | undefined)[];
  /** Units run by ascending place; none needs one of a greater place. */
  private readonly places: Float64Array;
  /** From here up to a unit's place is room for others to run before it. */
  private readonly floors: Float64Array;
  /** The search that found the unit last, of those that were made. */
  private readonly foundBy: Uint32Array;
  private searches = 0;

  /** @param most the members that a unit may have, and the values that it may read */
  constructor(
    private readonly program: Program,
    private readonly graph: ValueGraph,
    private readonly most: { readonly members: number; readonly reads: number },
  ) {
    const { instructions } = program;
    this.unitOf = new Int32Array(instructions.length).map((_, position) => position);
    this.members = new Array(instructions.length);
    this.reads = new Array(instructions.length);
    this.foundBy = new Uint32Array(instructions.length);
    this.floors = new Float64Array(instructions.length).map((_, position) => position);
    this.places = this.floors.map((floor) => floor + 1);
  }

  /** Positions, in program order. */
  membersOf(position: number): readonly number[] {
    const unit = this.unitOf[position]!;
    return this.members[unit]?.toSorted((a, b) => a - b) ?? [unit];
  }

  /**
   * Puts two units together, the second of which reads what the first makes, unless the unit would be too large or a
   * path leads around: as one they would have to run both before and after what lies on it.
   */
  unite(first: number, second: number): void {
    const [before, after] = [this.unitOf[first]!, this.unitOf[second]!];
    if (before === after) return;
    const members = this.members[before] ?? [before];
    const joining = this.members[after] ?? [after];
    if (members.length + joining.length > this.most.members) return;
    const reads = this.readsOfBoth(before, after);
    if (reads.length > this.most.reads) return;
    const between = this.neededBetween(before, after);
    if (between === null) return;
    if (between.length > 0) this.moveBefore(before, between);
    // Where nothing stands between, it stays behind what was let in before the second.
    if (this.floors[after] === this.places[before]) this.places[before] = this.places[after]!;
    for (const member of joining) this.unitOf[member] = before;
    members.push(...joining);
    this.members[before] = members;
    this.reads[before] = reads;
  }

  private readsOfBoth(before: number, after: number): readonly Value[] {
    const reads: Value[] = [];
    for (const values of [this.readsOf(before), this.readsOf(after)])
      for (const value of values) {
        const unit = this.unitMaking(value);
        if (unit === before || unit === after) continue;
        // There are a few, or too many.
        if (reads.length <= this.most.reads && !reads.some(({ id }) => id === value.id)) reads.push(value);
      }
    return reads;
  }

  /** What `after` needs of what stands behind `before`; null where some of it needs `before` in turn. */
  private neededBetween(before: number, after: number): readonly number[] | null {
    const pending = this.needsBehind(before, after).filter((unit) => unit !== before);
    if (pending.length === 0) return pending;
    const found: number[] = [];
    this.searches += 1;
    while (pending.length > 0) {
      const next = pending.pop()!;
      if (next === before) return null;
      if (this.foundBy[next] === this.searches) continue;
      this.foundBy[next] = this.searches;
      found.push(next);
      pending.push(...this.needsBehind(before, next));
    }
    return found;
  }

  /** The units that this one reads from, from `before` on; the earliest, which is likeliest to need it, last. */
  private needsBehind(before: number, unit: number): number[] {
    const needs: number[] = [];
    for (const value of this.readsOf(unit)) {
      const need = this.unitMaking(value);
      if (need !== null && this.places[need]! >= this.places[before]!) needs.push(need);
    }
    return needs.length < 2 ? needs : needs.sort((a, b) => this.places[b]! - this.places[a]!);
  }

  private unitMaking(value: Value): number | null {
    const position = this.graph.positionOf(value);
    return position === null ? null : this.unitOf[position]!;
  }

  /**
   * Lets the units run before this one. After hundreds of times there is no room left; then they stand at one place, and
   * who looks at what stands behind it looks at more than is needed.
   */
  private moveBefore(before: number, units: readonly number[]): void {
    const floor = this.floors[before]!;
    const step = ((this.places[before]! - floor) * SHARE) / units.length;
    units
      .toSorted((a, b) => this.places[a]! - this.places[b]!)
      .forEach((unit, i) => {
        this.floors[unit] = floor + i * step;
        this.places[unit] = floor + (i + 1) * step;
      });
    this.floors[before] = floor + units.length * step;
  }

  /** The values from outside that the unit of this instruction reads, seen through what is inlined. */
  readsOf(position: number): readonly Value[] {
    const unit = this.unitOf[position]!;
    this.reads[unit] ??= valuesRead(this.graph, this.program.instructions[unit]!);
    return this.reads[unit];
  }
}
