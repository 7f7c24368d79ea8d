/**
 * Which primitives the instructions of a program are, and which values they make and read, by their ids: what most walks
 * ask. In arrays without objects, as a walk through a large program waits for memory, once for each object on its way.
 */
import type { PrimitiveName } from "./primitive-attributes.ts";
import type { Instruction, InstructionOf, Program } from "./program.ts";

export interface Wiring {
  /** Of one instruction after the other, its outputs and then its inputs. */
  readonly ids: Uint32Array;
  /**
   * Two for each instruction, where its outputs and where its inputs begin in `ids`: those of `position` at
   * `2 * position` and the next; the inputs end where the next one's outputs begin.
   */
  readonly starts: Uint32Array;
  /** By position, the number of the primitive. */
  readonly kinds: Uint8Array;
}

/** More than there are primitives. */
const KINDS = 256;

const numbers = new Map<PrimitiveName, number>();

/** A number for each primitive. */
export function kindOf(op: PrimitiveName): number {
  const known = numbers.get(op);
  if (known !== undefined) return known;
  numbers.set(op, numbers.size);
  return numbers.size - 1;
}

/** By the instructions of a program: whoever writes one knows its wiring. */
const wirings = new WeakMap<readonly Instruction[], Wiring>();

export function wiringOf(instructions: readonly Instruction[]): Wiring {
  const known = wirings.get(instructions);
  if (known !== undefined) return known;
  const writer = new WiringWriter(instructions.length);
  for (let position = 0; position < instructions.length; position++) writer.add(instructions[position]!);
  return writer.finish(instructions);
}

/** Whether it is on record as this instruction. */
export function isWiredAs(
  { ids, starts, kinds }: Wiring,
  position: number,
  { op, outputs, inputs }: Instruction,
): boolean {
  const [from, read, to] = [starts[2 * position]!, starts[2 * position + 1]!, starts[2 * position + 2]!];
  if (kinds[position] !== kindOf(op) || read - from !== outputs.length || to - read !== inputs.length)
    return false;
  for (let i = 0; i < outputs.length; i++) if (ids[from + i] !== outputs[i]!.id) return false;
  for (let i = 0; i < inputs.length; i++) if (ids[read + i] !== inputs[i]!.id) return false;
  return true;
}

/** By position, 1 for the instructions that are one of these primitives. */
export function markPrimitives({ instructions }: Program, ops: readonly PrimitiveName[]): Uint8Array {
  const { kinds } = wiringOf(instructions);
  const isWanted = new Uint8Array(KINDS);
  for (const op of ops) isWanted[kindOf(op)] = 1;
  const marks = new Uint8Array(instructions.length);
  for (let position = 0; position < marks.length; position++) marks[position] = isWanted[kinds[position]!]!;
  return marks;
}

/** The instructions that are this primitive, in order. */
export function instructionsOf<K extends PrimitiveName>(program: Program, op: K): InstructionOf<K>[] {
  const { instructions } = program;
  const { kinds } = wiringOf(instructions);
  const kind = kindOf(op);
  const found: InstructionOf<K>[] = [];
  for (let position = 0; position < instructions.length; position++)
    // The tag decides the member of the union; a generic tag does not narrow it for the type checker.
    if (kinds[position] === kind) found.push(instructions[position] as unknown as InstructionOf<K>);
  return found;
}

/** How many values most instructions have. */
const USUAL = 3;

export class WiringWriter implements Wiring {
  ids: Uint32Array;
  starts: Uint32Array;
  kinds: Uint8Array;
  private count = 0;

  /** @param expected how many instructions there may be; more can be added */
  constructor(expected: number) {
    this.ids = new Uint32Array(USUAL * (expected + 1));
    this.starts = new Uint32Array(2 * expected + 1);
    this.kinds = new Uint8Array(expected);
  }

  add({ op, outputs, inputs }: Instruction): void {
    let end = this.makeRoom(outputs.length + inputs.length);
    this.kinds[this.count] = kindOf(op);
    for (let i = 0; i < outputs.length; i++) this.ids[end++] = outputs[i]!.id;
    this.starts[2 * this.count + 1] = end;
    for (let i = 0; i < inputs.length; i++) this.ids[end++] = inputs[i]!.id;
    this.count += 1;
    this.starts[2 * this.count] = end;
  }

  /** Adds an instruction with the values that one of another program has. */
  copy({ ids, starts, kinds }: Wiring, position: number): void {
    const from = starts[2 * position]!;
    const to = starts[2 * position + 2]!;
    let end = this.makeRoom(to - from);
    this.kinds[this.count] = kinds[position]!;
    this.starts[2 * this.count + 1] = end + starts[2 * position + 1]! - from;
    for (let i = from; i < to; i++) this.ids[end++] = ids[i]!;
    this.count += 1;
    this.starts[2 * this.count] = end;
  }

  /** The first of another program, before all others. */
  copyFirst({ ids, starts, kinds }: Wiring, count: number): void {
    this.makeRoom(starts[2 * count]!);
    this.ids.set(ids.subarray(0, starts[2 * count]));
    this.starts.set(starts.subarray(0, 2 * count + 1));
    this.kinds.set(kinds.subarray(0, count));
    this.count = count;
  }

  /** @returns itself, known as the wiring of these instructions from now on */
  finish(instructions: readonly Instruction[]): Wiring {
    wirings.set(instructions, this);
    return this;
  }

  /** Room for one more instruction with so many values. @returns where they begin */
  private makeRoom(values: number): number {
    if (this.count === this.kinds.length) {
      this.kinds = lengthened(this.kinds, new Uint8Array(2 * this.count + 1));
      this.starts = lengthened(this.starts, new Uint32Array(2 * this.kinds.length + 1));
    }
    const end = this.starts[2 * this.count]!;
    if (end + values > this.ids.length)
      this.ids = lengthened(this.ids, new Uint32Array(Math.ceil(1.5 * (end + values))));
    return end;
  }
}

function lengthened<T extends Uint8Array | Uint32Array>(array: T, longer: T): T {
  longer.set(array);
  return longer;
}
