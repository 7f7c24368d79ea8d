/** Checks a program against its own rules; run after each pass, so that a fault is named where it was made. */
import { demand, ProgramError } from "./error.ts";
import { inferInstruction } from "./instruction.ts";
import { checkShape } from "./primitives/check.ts";
import type { Instruction, Program, ProgramInput, TensorType, Value } from "./program.ts";
import { formatType, sameShape } from "./shape.ts";

/**
 * The rules: every value is defined once and before it is read, and read with the type it was defined with; the
 * outputs of an instruction have the types that its primitive infers; names are unique; a write goes to a
 * parameter, state or slot of its own type, at most once each.
 *
 * @throws ProgramError that names the place
 */
export function verify(program: Program): void {
  const defined = new Map<number, TensorType>();
  const define = (value: Value, place: string): void => {
    demand(!defined.has(value.id), place, () => `%${value.id} is defined twice`);
    defined.set(value.id, value);
  };
  const read = (value: Value, place: string): void => {
    const type = defined.get(value.id);
    demand(type !== undefined, place, () => `%${value.id} is read before it is defined`);
    demand(
      sameType(type, value),
      place,
      () => `%${value.id} is read as ${formatType(value)}, is ${formatType(type)}`,
    );
  };

  const writable = verifyInputs(program.inputs, define);
  program.instructions.forEach((instruction, position) => {
    const place = `instruction ${position} (${instruction.op}, ${instruction.origin || "no origin"})`;
    for (const input of instruction.inputs) read(input, place);
    verifyTypes(instruction, place);
    for (const output of instruction.outputs) define(output, place);
  });
  verifyUnique("output", program.outputs);
  for (const { name, value } of program.outputs) read(value, `output ${name}`);
  verifyUnique("write", program.writes);
  for (const { name, value } of program.writes) {
    const place = `write ${name}`;
    read(value, place);
    const target = writable.get(name);
    demand(target !== undefined, place, () => "no parameter, state or slot has this name");
    demand(sameType(target, value), place, () => `writes ${formatType(value)} into ${formatType(target)}`);
  }
}

/** Returns what may be written, by name. */
function verifyInputs(
  inputs: readonly ProgramInput[],
  define: (value: Value, place: string) => void,
): ReadonlyMap<string, TensorType> {
  const keys = new Set<string>();
  const writable = new Map<string, TensorType>();
  for (const { kind, name, value } of inputs) {
    const place = `${kind} ${name}`;
    demand(!keys.has(place), place, () => "is declared twice");
    keys.add(place);
    checkShape(place, value.shape);
    const fixed = kind === "scalar" ? "f32[]" : kind === "key" ? "i32[2]" : null;
    demand(
      fixed === null || formatType(value) === fixed,
      place,
      () => `is ${formatType(value)} instead of ${fixed}`,
    );
    if (kind === "parameter" || kind === "state" || kind === "slot") {
      // A write names its target without the kind.
      demand(!writable.has(name), place, () => "another parameter, state or slot has this name");
      writable.set(name, value);
    }
    define(value, place);
  }
  return writable;
}

function verifyTypes(instruction: Instruction, place: string): void {
  const types = inferred(instruction, place);
  demand(
    types.length === instruction.outputs.length,
    place,
    () => `has ${instruction.outputs.length} outputs instead of ${types.length}`,
  );
  instruction.outputs.forEach((output, i) => {
    demand(
      sameType(types[i]!, output),
      place,
      () => `output ${i} is declared ${formatType(output)}, is ${formatType(types[i]!)}`,
    );
  });
}

function inferred(instruction: Instruction, place: string): readonly TensorType[] {
  try {
    return inferInstruction(instruction);
  } catch (error) {
    if (error instanceof ProgramError) throw new ProgramError(place, error.fault);
    throw error;
  }
}

function verifyUnique(kind: string, named: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  for (const { name } of named) {
    demand(!names.has(name), `${kind} ${name}`, () => "occurs twice");
    names.add(name);
  }
}

function sameType(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}
