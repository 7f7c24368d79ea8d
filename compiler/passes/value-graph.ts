/** Who makes and who reads each value of a program: the questions that patterns ask. */
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, InstructionOf, Program, ProgramInput, Value } from "../program/program.ts";

const none: readonly Instruction[] = [];

export class ValueGraph {
  /** By the value's id, as are the following. */
  private readonly producers: (Instruction | undefined)[];
  private readonly readers: (Instruction[] | undefined)[];
  private readonly observed: (true | undefined)[];
  private readonly inputs: (ProgramInput | undefined)[];

  constructor(readonly program: Program) {
    const bound = program.idBound;
    this.producers = new Array(bound);
    this.readers = new Array(bound);
    this.observed = new Array(bound);
    this.inputs = new Array(bound);
    for (const instruction of program.instructions) {
      for (const { id } of instruction.outputs) this.producers[id] = instruction;
      for (const { id } of instruction.inputs) {
        const readers = this.readers[id];
        if (readers === undefined) this.readers[id] = [instruction];
        else if (readers.at(-1) !== instruction) readers.push(instruction);
      }
    }
    for (const { value } of program.outputs) this.observed[value.id] = true;
    for (const { value } of program.writes) this.observed[value.id] = true;
    for (const input of program.inputs) this.inputs[input.value.id] = input;
  }

  /** The instruction that makes the value; null for a program input. */
  producer(value: Value): Instruction | null {
    return this.producers[value.id] ?? null;
  }

  /** The producer if it is this primitive. */
  made<K extends PrimitiveName>(value: Value, op: K): InstructionOf<K> | null {
    const producer = this.producers[value.id];
    // The tag decides the member of the union; a generic tag does not narrow it for the type checker.
    return producer?.op === op ? (producer as unknown as InstructionOf<K>) : null;
  }

  /** The operands if the value is made by this primitive. */
  operands(value: Value, op: PrimitiveName): readonly Value[] | null {
    return this.made(value, op)?.inputs ?? null;
  }

  /** The instructions that read the value, each once, in order. */
  users(value: Value): readonly Instruction[] {
    return this.readers[value.id] ?? none;
  }

  /** Whether the value leaves the program, as an output or by a write. */
  isObserved(value: Value): boolean {
    return this.observed[value.id] === true;
  }

  /** The only instruction that reads the value, if the value is seen nowhere else. */
  soleUser(value: Value): Instruction | null {
    const users = this.users(value);
    return users.length === 1 && !this.isObserved(value) ? users[0]! : null;
  }

  input(value: Value): ProgramInput | null {
    return this.inputs[value.id] ?? null;
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
