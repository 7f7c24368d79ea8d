/** How a pass makes a new program from an old one: everything stays, except what the pass replaces. */
import { Builder } from "./builder.ts";
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
  /** By the old one's id; none for a value that stays, nor before the first that does not. */
  let replacements: (Value | undefined)[] | null = null;
  const renamed = (old: Value): Value => replacements?.[old.id] ?? old;
  const rewriting: Rewriting = { builder, renamed };

  for (let position = 0; position < program.instructions.length; position++) {
    const instruction = program.instructions[position]!;
    builder.origin = instruction.origin;
    const made = replace(instruction, rewriting);
    if (made === null && replacements === null) {
      builder.append(instruction);
      continue;
    }
    replacements ??= new Array(program.idBound);
    const outputs = made ?? keep(builder, instruction, renamed);
    if (outputs === instruction.outputs) continue;
    for (let i = 0; i < instruction.outputs.length; i++)
      replacements[instruction.outputs[i]!.id] = outputs[i];
  }
  if (replacements === null) return program;
  return builder.finishAs(program, renamed);
}

/** The instruction itself, or one that reads what stands for its inputs now; its types may be others then. */
function keep(builder: Builder, instruction: Instruction, renamed: (old: Value) => Value): readonly Value[] {
  const { op, attributes } = instruction;
  let stays = true;
  for (let i = 0; i < instruction.inputs.length && stays; i++)
    stays = renamed(instruction.inputs[i]!) === instruction.inputs[i];
  if (stays) {
    builder.append(instruction);
    return instruction.outputs;
  }
  const inputs = instruction.inputs.map(renamed);
  if (!haveSameTypes(inputs, instruction.inputs)) return builder.emitAll(op, inputs, attributes);
  builder.append({ ...instruction, inputs });
  return instruction.outputs;
}

function haveSameTypes(values: readonly Value[], others: readonly Value[]): boolean {
  return values.every((value, i) => sameType(value, others[i]!));
}
