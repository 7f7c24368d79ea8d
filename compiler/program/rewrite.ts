/** How a pass makes a new program from an old one: everything stays, except what the pass replaces. */
import { Builder } from "./builder.ts";
import { ProgramError } from "./error.ts";
import type { Instruction, Program, Value } from "./program.ts";
import { sameType } from "./shape.ts";

export interface Rewriting {
  /** Appends to the new program; instructions get the origin of the one being replaced. */
  readonly builder: Builder;
  /** What stands in the new program for a value of the old one; it must come earlier in the old program. */
  readonly renamed: (old: Value) => Value;
}

/** The new program's values for this instruction's outputs, or null to keep the instruction. */
export type Replace = (instruction: Instruction, rewriting: Rewriting) => readonly Value[] | null;

/**
 * Walks a program in order, asking `replace` at every instruction. What is kept keeps its values, and is the very
 * same instruction where nothing it reads was replaced: a pass costs what it changes. Where nothing was replaced at
 * all, the result is the program itself.
 */
export function rewrite(program: Program, replace: Replace): Program {
  const builder = Builder.continuing(program);
  const values = new Array<Value | undefined>(program.idBound);
  const renamed = (old: Value): Value => {
    const value = values[old.id];
    if (value === undefined) throw new ProgramError("rewrite", `value %${old.id} is used before it is made`);
    return value;
  };
  const rewriting: Rewriting = { builder, renamed };
  let current: Instruction;
  let replaced = false;
  const replaceCurrent = () => replace(current, rewriting);

  for (const { value } of program.inputs) values[value.id] = value;
  for (current of program.instructions) {
    const made = builder.within(current.origin, replaceCurrent);
    if (made !== null) replaced = true;
    const outputs = made ?? keep(builder, current, renamed);
    current.outputs.forEach((output, index) => {
      values[output.id] = outputs[index];
    });
  }
  if (!replaced) return program;
  for (const output of program.outputs) builder.output(output.name, renamed(output.value));
  for (const write of program.writes) builder.write(write.name, renamed(write.value));
  return builder.finish();
}

/** The instruction itself, or one that reads what stands for its inputs now; its types may be others then. */
function keep(builder: Builder, instruction: Instruction, renamed: (old: Value) => Value): readonly Value[] {
  const { op, attributes, origin } = instruction;
  const inputs = instruction.inputs.map(renamed);
  if (inputs.every(({ id }, i) => id === instruction.inputs[i]!.id)) {
    builder.append(instruction);
    return instruction.outputs;
  }
  if (!inputs.every((input, i) => sameType(input, instruction.inputs[i]!)))
    return builder.within(origin, () => builder.emitAll(op, inputs, attributes));
  builder.append({ ...instruction, inputs });
  return instruction.outputs;
}
