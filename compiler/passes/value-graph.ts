/** Who makes and who reads each value of a program: the questions that patterns ask. */
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, InstructionOf, Program, ProgramInput, Value } from "../program/program.ts";

/** One for a program, which passes that change nothing hand on. */
const graphs = new WeakMap<Program, ValueGraph>();

export class ValueGraph {
  /** By the value's id, the position of the instruction that makes it and 1 more; 0 for a program input. */
  private readonly makers: Uint32Array;
  /** By the value's id, its first reading: an index into the two that follow; 0 for none. */
  private readonly readings: Uint32Array;
  /** The position of the instruction that reads. */
  private readonly readers: number[] = [0];
  /** The next reading of the same value; 0 for none. */
  private readonly following: number[] = [0];
  private readonly observed: Uint8Array;
  private readonly inputs: ReadonlyMap<number, ProgramInput>;

  static of(program: Program): ValueGraph {
    const graph = graphs.get(program) ?? new ValueGraph(program);
    graphs.set(program, graph);
    return graph;
  }

  private constructor(readonly program: Program) {
    const { idBound, instructions } = program;
    this.makers = new Uint32Array(idBound);
    this.readings = new Uint32Array(idBound);
    this.observed = new Uint8Array(idBound);
    this.inputs = new Map(program.inputs.map((input) => [input.value.id, input]));
    for (const { value } of program.outputs) this.observed[value.id] = 1;
    for (const { value } of program.writes) this.observed[value.id] = 1;
    // Backwards, so that the first reading of each value is the last to be put in front.
    for (let position = instructions.length - 1; position >= 0; position--) {
      const { inputs, outputs } = instructions[position]!;
      for (let i = 0; i < outputs.length; i++) this.makers[outputs[i]!.id] = position + 1;
      for (let i = 0; i < inputs.length; i++) this.addReading(inputs[i]!.id, position);
    }
  }

  /** The instruction that makes the value; null for a program input. */
  producer({ id }: Value): Instruction | null {
    return this.program.instructions[this.makers[id]! - 1] ?? null;
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

  /** The only instruction that reads the value, if the value is seen nowhere else. */
  soleUser(value: Value): Instruction | null {
    const reading = this.readings[value.id]!;
    if (reading === 0 || this.following[reading] !== 0 || this.isObserved(value)) return null;
    return this.program.instructions[this.readers[reading]!]!;
  }

  input(value: Value): ProgramInput | null {
    return this.inputs.get(value.id) ?? null;
  }

  /** The ids of what is computed from any of these values, themselves included. */
  computedFrom(sources: readonly Value[]): ReadonlySet<number> {
    const found = new Set<number>();
    const pending = [...sources];
    while (pending.length > 0) {
      const next = pending.pop()!;
      if (found.has(next.id)) continue;
      found.add(next.id);
      for (const { outputs } of this.users(next)) pending.push(...outputs);
    }
    return found;
  }

  private addReading(id: number, reader: number): void {
    const first = this.readings[id]!;
    if (first !== 0 && this.readers[first] === reader) return;
    this.readings[id] = this.readers.push(reader) - 1;
    this.following.push(first);
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
