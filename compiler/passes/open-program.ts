/** A program whose instructions are replaced one by one, where each replacement may make others possible. */
import { Builder } from "../program/builder.ts";
import type { Instruction, Program, Value } from "../program/program.ts";
import { ValueGraph } from "./value-graph.ts";

/** An instruction with the same outputs, or the value that stands for the only output from now on. */
export type Replacement = { readonly instruction: Instruction } | { readonly value: Value };

export class OpenProgram {
  /** Declares inputs. */
  readonly builder: Builder;
  private readonly graph: ValueGraph;
  private readonly instructions: (Instruction | null)[];
  /** By the id of a value that was replaced, what stands for it; that may have been replaced, too. */
  private readonly successors: (Value | undefined)[];
  /** By a value's id, the positions of instructions that came to read it. */
  private readonly joined = new Map<number, number[]>();

  constructor(private readonly program: Program) {
    this.builder = Builder.continuing(program);
    this.graph = ValueGraph.of(program);
    this.instructions = [...program.instructions];
    this.successors = new Array(program.idBound);
  }

  /** The instruction as it is now; null where it is gone. */
  at(position: number): Instruction | null {
    const instruction = this.instructions[position] ?? null;
    if (instruction === null) return null;
    const { inputs } = instruction;
    let stays = true;
    for (let i = 0; i < inputs.length && stays; i++) stays = this.now(inputs[i]!) === inputs[i];
    if (stays) return instruction;
    this.instructions[position] = { ...instruction, inputs: inputs.map((input) => this.now(input)) };
    return this.instructions[position];
  }

  /** What makes a value of an instruction as it is now; null for an input of the program. */
  producer(value: Value): Instruction | null {
    const position = this.graph.positionOf(value);
    return position === null ? null : this.at(position);
  }

  /** The positions of the instructions that read the value, some more than once. */
  users(value: Value): readonly number[] {
    const users = this.graph.users(value).map(({ outputs }) => this.graph.positionOf(outputs[0]!)!);
    return [...users, ...(this.joined.get(value.id) ?? [])];
  }

  /** @returns the positions of those for which this may make a difference */
  replace(position: number, replacement: Replacement): readonly number[] {
    const [output] = this.instructions[position]!.outputs as readonly [Value];
    const users = this.users(output);
    if ("value" in replacement) {
      this.instructions[position] = null;
      this.successors[output.id] = replacement.value;
      this.join(replacement.value, users);
      return users;
    }
    this.instructions[position] = replacement.instruction;
    for (const input of replacement.instruction.inputs) this.join(input, [position]);
    return [position, ...users];
  }

  /** The program with all that was replaced. */
  close(): Program {
    for (let position = 0; position < this.instructions.length; position++) {
      const instruction = this.at(position);
      if (instruction === this.program.instructions[position]) this.builder.keep(position);
      else if (instruction !== null) this.builder.append(instruction);
    }
    return this.builder.finishAs(this.program, (value) => this.now(value));
  }

  private now(value: Value): Value {
    let now = value;
    for (let next = this.successors[now.id]; next !== undefined; next = this.successors[now.id]) now = next;
    return now;
  }

  private join(value: Value, users: readonly number[]): void {
    const { id } = this.now(value);
    const joined = this.joined.get(id);
    if (joined === undefined) this.joined.set(id, [...users]);
    else joined.push(...users);
  }
}
