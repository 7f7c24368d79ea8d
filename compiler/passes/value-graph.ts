/** Who makes and who reads each value of a program: the questions that patterns ask. */
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, InstructionOf, Program, ProgramInput, Value } from "../program/program.ts";
import { wiringOf } from "../program/wiring.ts";

/** One for a program, which passes that change nothing hand on. */
const graphs = new WeakMap<Program, ValueGraph>();

export class ValueGraph {
  /**
   * By the value's id, where it comes from: the position of the instruction that makes it and 1 more; for an input of
   * the program, its position among these and 1 more, negated.
   */
  private readonly sources: Int32Array;
  /** By the value's id, its first reading: an index into the two that follow; 0 for none. */
  private readonly readings: Uint32Array;
  /** The position of the instruction that reads. */
  private readonly readers: Uint32Array;
  /** The next reading of the same value; 0 for none. */
  private readonly following: Uint32Array;
  private readonly observed: Uint8Array;

  static of(program: Program): ValueGraph {
    const known = graphs.get(program);
    if (known !== undefined) return known;
    const graph = new ValueGraph(program);
    graphs.set(program, graph);
    return graph;
  }

  private constructor(readonly program: Program) {
    const { idBound, inputs, instructions, outputs, writes } = program;
    this.sources = new Int32Array(idBound);
    this.readings = new Uint32Array(idBound);
    this.observed = new Uint8Array(idBound);
    inputs.forEach(({ value }, position) => {
      this.sources[value.id] = -1 - position;
    });
    for (const { value } of outputs) this.observed[value.id] = 1;
    for (const { value } of writes) this.observed[value.id] = 1;
    const { ids, outputsAt, inputsAt } = wiringOf(instructions);
    // Each instruction has an output at least; what is left of all ids is read.
    this.readers = new Uint32Array(outputsAt[instructions.length]! - instructions.length + 1);
    this.following = new Uint32Array(this.readers.length);
    // Backwards, so that the first reading of each value is the last to be put in front.
    let next = 1;
    for (let position = instructions.length - 1; position >= 0; position--) {
      const read = inputsAt[position]!;
      const end = outputsAt[position + 1]!;
      for (let i = outputsAt[position]!; i < read; i++) this.sources[ids[i]!] = position + 1;
      for (let i = read; i < end; i++) if (this.addReading(next, ids[i]!, position)) next += 1;
    }
  }

  /** The position of the instruction that makes the value; null for a program input. */
  positionOf({ id }: Value): number | null {
    const source = this.sources[id]!;
    return source > 0 ? source - 1 : null;
  }

  /** The instruction that makes the value; null for a program input. */
  producer({ id }: Value): Instruction | null {
    const source = this.sources[id]!;
    return source > 0 ? this.program.instructions[source - 1]! : null;
  }

  /** The producer if it is this primitive. */
  made<K extends PrimitiveName>(value: Value, op: K): InstructionOf<K> | null {
    const producer = this.producer(value);
    // The tag decides the member of the union; a generic tag does not narrow it for the type checker.
    return producer?.op === op ? (producer as unknown as InstructionOf<K>) : null;
  }

  /** The operands if the value is made by this primitive. */
  operands(value: Value, op: PrimitiveName): readonly Value[] | null {
    return this.made(value, op)?.inputs ?? null;
  }

  /** The instructions that read the value, each once, in order. */
  users({ id }: Value): readonly Instruction[] {
    const users: Instruction[] = [];
    for (let reading = this.readings[id]!; reading !== 0; reading = this.following[reading]!)
      users.push(this.program.instructions[this.readers[reading]!]!);
    return users;
  }

  /** Whether one of the users is as asked for. */
  someUser({ id }: Value, test: (user: Instruction) => boolean): boolean {
    for (let reading = this.readings[id]!; reading !== 0; reading = this.following[reading]!)
      if (test(this.program.instructions[this.readers[reading]!]!)) return true;
    return false;
  }

  /** Whether the value leaves the program, as an output or by a write. */
  isObserved(value: Value): boolean {
    return this.observed[value.id] === 1;
  }

  /** By position, 1 for these instructions. */
  mark(instructions: Iterable<Instruction>): Uint8Array {
    const marks = new Uint8Array(this.program.instructions.length);
    for (const { outputs } of instructions) marks[this.positionOf(outputs[0]!)!] = 1;
    return marks;
  }

  /** By the position of an instruction, 1 where one of its values leaves the program. */
  makersOfObserved(): Uint8Array {
    const { instructions, outputs, writes } = this.program;
    const made = new Uint8Array(instructions.length);
    for (const { value } of [...outputs, ...writes]) {
      const position = this.positionOf(value);
      if (position !== null) made[position] = 1;
    }
    return made;
  }

  /** The only instruction that reads the value, if the value is seen nowhere else. */
  soleUser(value: Value): Instruction | null {
    const reading = this.readings[value.id]!;
    if (reading === 0 || this.following[reading] !== 0 || this.isObserved(value)) return null;
    return this.program.instructions[this.readers[reading]!]!;
  }

  input({ id }: Value): ProgramInput | null {
    const source = this.sources[id]!;
    return source < 0 ? this.program.inputs[-1 - source]! : null;
  }

  /** The ids of what is computed from any of these values, themselves included. */
  computedFrom(sources: readonly Value[]): ReadonlySet<number> {
    const found = new Set(sources.map(({ id }) => id));
    const { ids, outputsAt, inputsAt } = wiringOf(this.program.instructions);
    // Whatever is found meanwhile comes behind.
    for (const id of found)
      for (let reading = this.readings[id]!; reading !== 0; reading = this.following[reading]!) {
        const position = this.readers[reading]!;
        for (let i = outputsAt[position]!; i < inputsAt[position]!; i++) found.add(ids[i]!);
      }
    return found;
  }

  /** An instruction that reads a value twice is a reader once. */
  private addReading(reading: number, id: number, reader: number): boolean {
    const first = this.readings[id]!;
    if (first !== 0 && this.readers[first] === reader) return false;
    this.readings[id] = reading;
    this.readers[reading] = reader;
    this.following[reading] = first;
    return true;
  }
}

/** The first match of a commutative pair, in either order. */
export function eitherOrder<T>(
  pair: readonly Value[] | null,
  match: (a: Value, b: Value) => T | null,
): T | null {
  if (pair === null) return null;
  const [a, b] = pair as readonly [Value, Value];
  return match(a, b) ?? match(b, a);
}
