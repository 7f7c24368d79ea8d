/** Instructions of a program put together step by step, such that each unit can still run as a whole. */
import type { Value } from "../program/program.ts";
import type { ElementwiseView } from "./elementwise.ts";

/** How much of its room a unit gives up for those that are let in before it. */
const SHARE = 1 / 16;

const NONE: readonly number[] = [];

/**
 * Units stand in an order in which they can run. Who asks whether a path leads around two of them looks only at what
 * stands between them (as in online topological ordering: Pearce and Kelly 2006), and finds little there, as what is
 * put together moves to the front.
 */
export class Units {
  /** By the position of an instruction, its unit, which goes by the position of one of its instructions. */
  private readonly unitOf: Int32Array;
  /** By the position of an instruction, the next of its unit, which begins with the one it goes by; -1 for the last. */
  private readonly nextMember: Int32Array;
  /** By unit, as are the following. */
  private readonly lastMember: Int32Array;
  private readonly sizes: Uint32Array;
  /** The values from outside that it reads, seen through what is inlined; found when asked for. */
  private readonly reads: (readonly Value[] | undefined)[];
  /** 1 where that is an array of the unit's own, which may grow. */
  private readonly isGrowing: Uint8Array;
  /** Units run by ascending place; none needs one of a greater place. */
  private readonly places: Float64Array;
  /** From here up to a unit's place is room for others to run before it. */
  private readonly floors: Float64Array;
  /** The search that found the unit last, of those that were made. */
  private readonly foundBy: Uint32Array;
  private searches = 0;
  /** What a search has still to look at; empty between two. */
  private readonly pending: number[] = [];

  /** @param most the members that a unit may have, and the values that it may read */
  constructor(
    private readonly view: ElementwiseView,
    private readonly most: { readonly members: number; readonly reads: number },
  ) {
    const { instructions } = view.graph.program;
    this.unitOf = new Int32Array(instructions.length).map((_, position) => position);
    this.nextMember = new Int32Array(instructions.length).fill(-1);
    this.lastMember = this.unitOf.slice();
    this.sizes = new Uint32Array(instructions.length).fill(1);
    this.reads = new Array(instructions.length);
    this.isGrowing = new Uint8Array(instructions.length);
    this.foundBy = new Uint32Array(instructions.length);
    this.floors = new Float64Array(instructions.length).map((_, position) => position);
    this.places = this.floors.map((floor) => floor + 1);
  }

  /** The unit of an instruction: the position of one of its instructions. */
  unitAt(position: number): number {
    return this.unitOf[position]!;
  }

  /** How many instructions the unit of this one has. */
  sizeAt(position: number): number {
    return this.sizes[this.unitOf[position]!]!;
  }

  /**
   * Puts two units together, the second of which reads what the first makes, unless the unit would be too large or a
   * path leads around: as one they would have to run both before and after what lies on it.
   */
  unite(first: number, second: number): void {
    const [before, after] = [this.unitOf[first]!, this.unitOf[second]!];
    if (before === after) return;
    const size = this.sizes[before]! + this.sizes[after]!;
    if (size > this.most.members) return;
    if (this.countReads(before, after) > this.most.reads) return;
    const between = this.neededBetween(before, after);
    if (between === null) return;
    if (between.length > 0) this.moveBefore(before, between);
    // Where nothing stands between, it stays behind what was let in before the second.
    if (this.floors[after] === this.places[before]) this.places[before] = this.places[after]!;
    this.joinReads(before, after);
    for (let member = after; member !== -1; member = this.nextMember[member]!) this.unitOf[member] = before;
    this.nextMember[this.lastMember[before]!] = after;
    this.lastMember[before] = this.lastMember[after]!;
    this.sizes[before] = size;
  }

  /** How many values both read together. */
  private countReads(before: number, after: number): number {
    const others = this.readsOf(after);
    let count = this.readsOf(before).length;
    for (let i = 0; i < others.length; i++) if (this.isFurther(others[i]!, before)) count += 1;
    return count;
  }

  private joinReads(before: number, after: number): void {
    const others = this.readsOf(after);
    for (let i = 0; i < others.length; i++)
      if (this.isFurther(others[i]!, before)) this.growingReads(before).push(others[i]!);
  }

  /** Whether a value that the second unit reads is neither made by the first nor read by it. That one reads nothing that either makes. */
  private isFurther(value: Value, before: number): boolean {
    return this.unitMaking(value) !== before && !isAmong(this.readsOf(before), value);
  }

  /** What `after` needs of what stands behind `before`; null where some of it needs `before` in turn. */
  private neededBetween(before: number, after: number): readonly number[] | null {
    const { pending } = this;
    this.pushNeeds(pending, before, after);
    if (pending.length === 0) return NONE;
    const found: number[] = [];
    this.searches += 1;
    while (pending.length > 0) {
      const next = pending.pop()!;
      if (this.foundBy[next] === this.searches) continue;
      this.foundBy[next] = this.searches;
      found.push(next);
      if (this.readsFrom(next, before)) {
        pending.length = 0;
        return null;
      }
      this.pushNeeds(pending, before, next);
    }
    return found;
  }

  private readsFrom(unit: number, source: number): boolean {
    return this.readsOf(unit).some((value) => this.unitMaking(value) === source);
  }

  /** The units that this one reads from and that stand behind `before`; the earliest, which is likeliest to need it, last. */
  private pushNeeds(pending: number[], before: number, unit: number): void {
    const own = pending.length;
    const reads = this.readsOf(unit);
    for (let i = 0; i < reads.length; i++) {
      const need = this.unitMaking(reads[i]!);
      if (need === null || need === before || this.places[need]! < this.places[before]!) continue;
      let at = pending.push(need) - 1;
      for (; at > own && this.places[pending[at - 1]!]! < this.places[need]!; at--)
        pending[at] = pending[at - 1]!;
      pending[at] = need;
    }
  }

  private unitMaking(value: Value): number | null {
    const position = this.view.graph.positionOf(value);
    return position === null ? null : this.unitOf[position]!;
  }

  /**
   * Lets the units run before this one. After hundreds of times there is no room left; then they stand at one place, and
   * who looks at what stands behind it looks at more than is needed.
   */
  private moveBefore(before: number, units: readonly number[]): void {
    const floor = this.floors[before]!;
    const step = ((this.places[before]! - floor) * SHARE) / units.length;
    const inOrder = units.length === 1 ? units : units.toSorted((a, b) => this.places[a]! - this.places[b]!);
    for (let i = 0; i < inOrder.length; i++) {
      const unit = inOrder[i]!;
      this.floors[unit] = floor + i * step;
      this.places[unit] = floor + (i + 1) * step;
    }
    this.floors[before] = floor + units.length * step;
  }

  /** The values from outside that the unit of this instruction reads, each once, seen through what is inlined. */
  readsOf(position: number): readonly Value[] {
    const unit = this.unitOf[position]!;
    this.reads[unit] ??= distinct(this.view.valuesRead(this.view.graph.program.instructions[unit]!));
    return this.reads[unit];
  }

  private growingReads(unit: number): Value[] {
    if (this.isGrowing[unit] === 0) this.reads[unit] = this.readsOf(unit).slice();
    this.isGrowing[unit] = 1;
    return this.reads[unit] as Value[];
  }
}

/** The array itself where all are; it may be an instruction's own. */
function distinct(values: readonly Value[]): readonly Value[] {
  for (let i = 1; i < values.length; i++)
    if (isAmong(values, values[i]!, i))
      return values.filter((value, place) => !isAmong(values, value, place));
  return values;
}

function isAmong(values: readonly Value[], { id }: Value, end = values.length): boolean {
  for (let i = 0; i < end; i++) if (values[i]!.id === id) return true;
  return false;
}
