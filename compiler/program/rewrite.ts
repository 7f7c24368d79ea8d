/** How a pass makes a new program from an old one: everything is copied, except what the pass replaces. */
import { Builder } from "./builder.ts";
import { ProgramError } from "./error.ts";
import type { Instruction, Program, Value } from "./program.ts";

export interface Rewriting {
  /** Appends to the new program; instructions get the origin of the one being replaced. */
  readonly builder: Builder;
  /** What stands in the new program for a value of the old one; it must come earlier in the old program. */
  readonly renamed: (old: Value) => Value;
}

/** The new program's values for this instruction's outputs, or null to copy the instruction. */
export type Replace = (instruction: Instruction, rewriting: Rewriting) => readonly Value[] | null;

/** Copies a program in order, asking `replace` at every instruction; types are inferred anew. */
export function rewrite(program: Program, replace: Replace): Program {
  const builder = new Builder(program.name);
  const values = new Map<number, Value>();
  const renamed = (old: Value): Value => {
    const value = values.get(old.id);
    if (value === undefined) throw new ProgramError("rewrite", `value %${old.id} is used before it is made`);
    return value;
  };

  for (const input of program.inputs) {
    if (input.kind === "scalar") values.set(input.value.id, builder.scalar(input.scalar));
    else if (input.kind === "key") values.set(input.value.id, builder.key(input.name));
    else values.set(input.value.id, builder.input(input.kind, input.name, input.value));
  }
  for (const instruction of program.instructions) {
    const outputs = builder.within(
      instruction.origin,
      () => replace(instruction, { builder, renamed }) ?? copy(builder, instruction, renamed),
    );
    instruction.outputs.forEach((output, index) => {
      values.set(output.id, outputs[index]!);
    });
  }
  for (const output of program.outputs) builder.output(output.name, renamed(output.value));
  for (const write of program.writes) builder.write(write.name, renamed(write.value));
  return builder.finish();
}

/** Appends the instruction itself, its inputs replaced. */
export function copy(
  builder: Builder,
  instruction: Instruction,
  renamed: (old: Value) => Value,
): readonly Value[] {
  return builder.emitAll(instruction.op, instruction.inputs.map(renamed), instruction.attributes);
}
