/** Who makes and who reads each value of a program: the questions that patterns ask. */
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, InstructionOf, Program, ProgramInput, Value } from "../program/program.ts";

export class ValueGraph {
  /** By the value's id, the position of the instruction that makes it and 1 more; 0 for a program input. */
  private readonly makers: Uint32Array;
  private readonly observed: Uint8Array;
  private readonly inputs: ReadonlyMap<number, ProgramInput>;
  /** Made when they are first asked for. */
  private readers: Readers | null = null;

  constructor(readonly program: Program) {
    const { idBound, instructions } = program;
    this.makers = new Uint32Array(idBound);
    this.observed = new Uint8Array(idBound);
    this.inputs = new Map(program.inputs.map((input) => [input.value.id, input]));
    for (const { value } of program.outputs) this.observed[value.id] = 1;
    for (const { value } of program.writes) this.observed[value.id] = 1;
    for (let position = 0; position < instructions.length; position++) {
      const { outputs } = instructions[position]!;
      for (let i = 0; i < outputs.length; i++) this.makers[outputs[i]!.id] = position + 1;
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
  users(value: Value): readonly Instruction[] {
    this.readers ??= new Readers(this.program);
    return this.readers.of(value);
  }

  /** Whether the value leaves the program, as an output or by a write. */
  isObserved(value: Value): boolean {
    return this.observed[value.id] === 1;
  }

  /** The only instruction that reads the value, if the value is seen nowhere else. */
  soleUser(value: Value): Instruction | null {
    this.readers ??= new Readers(this.program);
    return this.isObserved(value) ? null : this.readers.onlyOf(value);
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
}

/** The instructions that read each value, in one array, value after value. */
class Readers {
  private readonly readers: Instruction[];
  /** By the value's id, where its readers begin; where those of the next id begin, they end. */
  private readonly begins: Uint32Array;

  constructor(private readonly program: Program) {
    const { idBound } = program;
    const begins = new Uint32Array(idBound + 1);
    this.each((id) => {
      begins[id + 1]! += 1;
    });
    for (let id = 0; id < idBound; id++) begins[id + 1]! += begins[id]!;
    const readers = new Array<Instruction>(begins[idBound]!);
    const next = begins.slice();
    this.each((id, reader) => {
      readers[next[id]!++] = reader;
    });
    this.begins = begins;
    this.readers = readers;
  }

  of({ id }: Value): readonly Instruction[] {
    return this.readers.slice(this.begins[id], this.begins[id + 1]);
  }

  /** Null if there are more, or none. */
  onlyOf({ id }: Value): Instruction | null {
    const first = this.begins[id]!;
    return this.begins[id + 1] === first + 1 ? this.readers[first]! : null;
  }

  /** Each value that an instruction reads, once however often it does. By index, as every pass waits for it. */
  private each(visit: (id: number, reader: Instruction) => void): void {
    const { idBound, instructions } = this.program;
    const lastReader = new Int32Array(idBound).fill(-1);
    for (let position = 0; position < instructions.length; position++) {
      const { inputs } = instructions[position]!;
      for (let i = 0; i < inputs.length; i++) {
        const { id } = inputs[i]!;
        if (lastReader[id] === position) continue;
        lastReader[id] = position;
        visit(id, instructions[position]!);
      }
    }
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
