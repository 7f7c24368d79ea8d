/** Checks a program against its own rules; run after each pass, so that a fault is named where it was made. */
import { demand, ProgramError } from "./error.ts";
import { inferInstruction } from "./instruction.ts";
import { checkShape } from "./primitives/check.ts";
import type { Instruction, Program, ProgramInput, TensorType, Value } from "./program.ts";
import { formatType, sameType } from "./shape.ts";
import { isWiredAs, wiringOf } from "./wiring.ts";

/**
 * The rules: every value has an id below the bound and is defined once and before it is read, and read with the type it was defined with; the
 * outputs of an instruction have the types that its primitive infers; names are unique; a write goes to a
 * parameter, state or slot of its own type, at most once each. The wiring on record is that of the instructions.
 *
 * @throws ProgramError that names the place
 */
export function verify(program: Program): void {
  const { idBound, instructions } = program;
  const defined = new Array<TensorType | undefined>(idBound);
  const define = (value: Value, place: Place): void => {
    if (value.id >= idBound) fail(place, `%${value.id} is not below ${idBound}`);
    if (defined[value.id] !== undefined) fail(place, `%${value.id} is defined twice`);
    defined[value.id] = value;
  };
  const read = (value: Value, place: Place): void => {
    const type = defined[value.id];
    if (type === value) return;
    if (type === undefined) fail(place, `%${value.id} is read before it is defined`);
    if (!sameType(type, value))
      fail(place, `%${value.id} is read as ${formatType(value)}, is ${formatType(type)}`);
  };

  const writable = verifyInputs(program.inputs, define);
  const wiring = wiringOf(instructions);
  let position = 0;
  const here = () => {
    const { op, origin } = instructions[position]!;
    return `instruction ${position} (${op}, ${origin || "no origin"})`;
  };
  for (; position < instructions.length; position++) {
    const instruction = instructions[position]!;
    const { inputs, outputs } = instruction;
    for (let i = 0; i < inputs.length; i++) read(inputs[i]!, here);
    verifyTypes(instruction, here);
    if (!isWiredAs(wiring, position, instruction)) fail(here, "is on record as another instruction");
    for (let i = 0; i < outputs.length; i++) define(outputs[i]!, here);
  }
  verifyUnique("output", program.outputs);
  for (const { name, value } of program.outputs) read(value, () => `output ${name}`);
  verifyUnique("write", program.writes);
  for (const { name, value } of program.writes) {
    const place = () => `write ${name}`;
    read(value, place);
    const target = writable.get(name);
    if (target === undefined) fail(place, "no parameter, state or slot has this name");
    if (!sameType(target, value)) fail(place, `writes ${formatType(value)} into ${formatType(target)}`);
  }
}

const SCALAR: TensorType = { shape: [], dtype: "f32" };
const KEY: TensorType = { shape: [2], dtype: "i32" };

/** In words; asked for only when something is wrong there. */
type Place = () => string;

function fail(place: Place, fault: string): never {
  throw new ProgramError(place(), fault);
}

/** Returns what may be written, by name. */
function verifyInputs(
  inputs: readonly ProgramInput[],
  define: (value: Value, place: Place) => void,
): ReadonlyMap<string, TensorType> {
  const names: { readonly [K in ProgramInput["kind"]]: Set<string> } = {
    batch: new Set(),
    parameter: new Set(),
    state: new Set(),
    slot: new Set(),
    scalar: new Set(),
    key: new Set(),
  };
  const writable = new Map<string, TensorType>();
  for (const { kind, name, value } of inputs) {
    const place = () => `${kind} ${name}`;
    if (names[kind].has(name)) fail(place, "is declared twice");
    names[kind].add(name);
    checkShape(place, value.shape);
    const fixed = kind === "scalar" ? SCALAR : kind === "key" ? KEY : null;
    if (fixed !== null && !sameType(value, fixed))
      fail(place, `is ${formatType(value)} instead of ${formatType(fixed)}`);
    if (kind === "parameter" || kind === "state" || kind === "slot") {
      // A write names its target without the kind.
      if (writable.has(name)) fail(place, "another parameter, state or slot has this name");
      writable.set(name, value);
    }
    define(value, place);
  }
  return writable;
}

function verifyTypes(instruction: Instruction, place: Place): void {
  const types = infer(instruction, place);
  const { outputs } = instruction;
  if (types.length !== outputs.length)
    fail(place, `has ${outputs.length} outputs instead of ${types.length}`);
  for (let i = 0; i < outputs.length; i++) {
    const type = types[i]!;
    const output = outputs[i]!;
    if (!sameType(type, output))
      fail(place, `output ${i} is declared ${formatType(output)}, is ${formatType(type)}`);
  }
}

function infer(instruction: Instruction, place: Place): readonly TensorType[] {
  try {
    return inferInstruction(instruction);
  } catch (error) {
    if (error instanceof ProgramError) fail(place, error.fault);
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
