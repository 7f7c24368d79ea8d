/** How a pass makes a new program from an old one: everything stays, except what the pass replaces. */
import { Builder } from "./builder.ts";
import type { Instruction, Program, Value } from "./program.ts";
import { sameType } from "./shape.ts";
import { type Wiring, wiringOf } from "./wiring.ts";

const NONE = new Uint32Array(0);

export interface Rewriting {
  /** Appends to the new program; instructions get the origin of the one being replaced. */
  readonly builder: Builder;
  /** What stands in the new program for a value of the old one; it must come earlier in the old program. */
  readonly renamed: (old: Value) => Value;
}

/** The new program's values for this instruction's outputs, or null to keep the instruction. */
export type Replace = (instruction: Instruction, rewriting: Rewriting) => readonly Value[] | null;

/**
 * Walks a program in order, asking `replace` at every instruction, or at those it is to be asked about. What is kept
 * keeps its values, and is the very same instruction where nothing it reads was replaced: a pass costs what it changes.
 * Where nothing was replaced at all, the result is the program itself.
 * @param asked by position, 1 for the instructions that `replace` is asked about; by default all
 */
export function rewrite(program: Program, replace: Replace, asked?: Uint8Array): Program {
  const { instructions, idBound } = program;
  const wiring = wiringOf(instructions);
  const builder = Builder.continuing(program);
  const replacements: Value[] = [];
  /** By the old one's id, the place among the replacements and 1 more; 0 for a value that stays. Empty before the first. */
  let replacedBy = NONE;
  const renamed = (old: Value): Value => {
    const place = replacedBy[old.id] ?? 0;
    return place === 0 ? old : replacements[place - 1]!;
  };
  const rewriting: Rewriting = { builder, renamed };

  for (let position = 0; position < instructions.length; position++) {
    const isAsked = asked === undefined || asked[position] === 1;
    const isMoved = readsAny(wiring, position, replacedBy);
    let made: readonly Value[] | null = null;
    if (isAsked || isMoved) {
      const instruction = instructions[position]!;
      builder.origin = instruction.origin;
      made = isAsked ? replace(instruction, rewriting) : null;
      if (made === null && isMoved) made = withRenamed(builder, instruction, renamed);
    }
    if (made === null) {
      builder.keep(position);
      continue;
    }
    const { outputs } = instructions[position]!;
    if (replacedBy.length === 0) replacedBy = new Uint32Array(idBound);
    if (made === outputs) continue;
    for (let i = 0; i < outputs.length; i++) replacedBy[outputs[i]!.id] = replacements.push(made[i]!);
  }
  return replacedBy.length === 0 ? program : builder.finishAs(program, renamed);
}

/** Whether the instruction there reads a value of those that are marked; nothing is where the marks are empty. */
function readsAny({ ids, outputsAt, inputsAt }: Wiring, position: number, marks: Uint32Array): boolean {
  if (marks.length === 0) return false;
  const end = outputsAt[position + 1]!;
  for (let i = inputsAt[position]!; i < end; i++) if (marks[ids[i]!] !== 0) return true;
  return false;
}

/** Appends the instruction with what stands for its inputs now; its types may be others then. */
function withRenamed(
  builder: Builder,
  instruction: Instruction,
  renamed: (old: Value) => Value,
): readonly Value[] {
  const { op, attributes } = instruction;
  const inputs = instruction.inputs.map(renamed);
  if (!haveSameTypes(inputs, instruction.inputs)) return builder.emitAll(op, inputs, attributes);
  builder.append({ ...instruction, inputs });
  return instruction.outputs;
}

function haveSameTypes(values: readonly Value[], others: readonly Value[]): boolean {
  return values.every((value, i) => sameType(value, others[i]!));
}
