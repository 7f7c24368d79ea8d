/**
 * Which primitives the instructions of a program are, and which values they make and read, by their ids: what most walks
 * ask. In arrays without objects, as a walk through a large program waits for memory, once for each object on its way.
 */
import type { PrimitiveName } from "./primitive-attributes.ts";
import type { Instruction, InstructionOf, Program } from "./program.ts";

export interface Wiring {
  /** Of one instruction after the other, its outputs and then its inputs. */
  readonly ids: Uint32Array;
  /** By position, where in `ids` its outputs begin; one more, where the last one's inputs end. */
  readonly outputsAt: Uint32Array;
  /** By position, where in `ids` its inputs begin; they end where the next one's outputs begin. */
  readonly inputsAt: Uint32Array;
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
  { ids, outputsAt, inputsAt, kinds }: Wiring,
  position: number,
  { op, outputs, inputs }: Instruction,
): boolean {
  const [from, read, to] = [outputsAt[position]!, inputsAt[position]!, outputsAt[position + 1]!];
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
  outputsAt: Uint32Array;
  inputsAt: Uint32Array;
  kinds: Uint8Array;
  private count = 0;

  /** @param expected how many instructions there may be; more can be added */
  constructor(expected: number) {
    this.ids = new Uint32Array(USUAL * (expected + 1));
    this.outputsAt = new Uint32Array(expected + 1);
    this.inputsAt = new Uint32Array(expected);
    this.kinds = new Uint8Array(expected);
  }

  add({ op, outputs, inputs }: Instruction): void {
    let end = this.makeRoom(outputs.length + inputs.length);
    this.kinds[this.count] = kindOf(op);
    for (let i = 0; i < outputs.length; i++) this.ids[end++] = outputs[i]!.id;
    this.inputsAt[this.count] = end;
    for (let i = 0; i < inputs.length; i++) this.ids[end++] = inputs[i]!.id;
    this.count += 1;
    this.outputsAt[this.count] = end;
  }

  /** Adds an instruction with the values that one of another program has. */
  copy({ ids, outputsAt, inputsAt, kinds }: Wiring, position: number): void {
    const from = outputsAt[position]!;
    const to = outputsAt[position + 1]!;
    let end = this.makeRoom(to - from);
    this.kinds[this.count] = kinds[position]!;
    this.inputsAt[this.count] = end + inputsAt[position]! - from;
    for (let i = from; i < to; i++) this.ids[end++] = ids[i]!;
    this.count += 1;
    this.outputsAt[this.count] = end;
  }

  /** The first of another program, before all others. */
  copyFirst({ ids, outputsAt, inputsAt, kinds }: Wiring, count: number): void {
    this.makeRoom(outputsAt[count]!);
    this.ids.set(ids.subarray(0, outputsAt[count]));
    this.outputsAt.set(outputsAt.subarray(0, count + 1));
    this.inputsAt.set(inputsAt.subarray(0, count));
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
      this.outputsAt = lengthened(this.outputsAt, new Uint32Array(this.kinds.length + 1));
      this.inputsAt = lengthened(this.inputsAt, new Uint32Array(this.kinds.length));
    }
    const end = this.outputsAt[this.count]!;
    if (end + values > this.ids.length)
      this.ids = lengthened(this.ids, new Uint32Array(Math.ceil(1.5 * (end + values))));
    return end;
  }
}

function lengthened<T extends Uint8Array | Uint32Array>(array: T, longer: T): T {
  longer.set(array);
  return longer;
}
