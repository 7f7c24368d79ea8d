import type { Instruction } from "./program.ts";
import { type Wiring, WiringWriter, wiringOf } from "./wiring.ts";

/** How many instructions a new program has room for at first. */
const EXPECTED = 256;

/** Writes the instructions of a program from those of another one, and their wiring with them. */
export class InstructionWriter {
  /** Null as long as all that is written are the first of the source, as they stand there. */
  private instructions: Instruction[] | null = null;
  private wiring: WiringWriter | null = null;
  private readonly sourceWiring: Wiring;
  private count = 0;

  constructor(private readonly source: readonly Instruction[]) {
    this.sourceWiring = wiringOf(source);
  }

  /** Appends the instruction that stands there in the source. */
  keep(position: number): void {
    if (this.instructions !== null || position !== this.count) {
      this.copied()[this.count] = this.source[position]!;
      this.wiring!.copy(this.sourceWiring, position);
    }
    this.count += 1;
  }

  append(instruction: Instruction): void {
    this.copied()[this.count] = instruction;
    this.wiring!.add(instruction);
    this.count += 1;
  }

  /** @returns the source itself where nothing else was written */
  finish(): readonly Instruction[] {
    if (this.instructions === null && this.count === this.source.length) return this.source;
    const instructions = this.copied();
    instructions.length = this.count;
    this.wiring!.finish(instructions);
    return instructions;
  }

  private copied(): Instruction[] {
    if (this.instructions === null) {
      this.instructions = this.source.slice();
      this.wiring = new WiringWriter(Math.max(this.source.length, EXPECTED));
      this.wiring.copyFirst(this.sourceWiring, this.count);
    }
    return this.instructions;
  }
}

/** Each instruction as what it becomes, itself where it stays; null leaves it out. */
export function mapInstructions(
  source: readonly Instruction[],
  change: (instruction: Instruction) => Instruction | null,
): readonly Instruction[] {
  const writer = new InstructionWriter(source);
  for (let position = 0; position < source.length; position++) {
    const made = change(source[position]!);
    if (made === source[position]) writer.keep(position);
    else if (made !== null) writer.append(made);
  }
  return writer.finish();
}
