/**
 * Moves the updates, everything that makes a new state without which the losses can be had, and what follows
 * from them, behind the rest. An update can then take over the memory of the state it replaces, and a step whose
 * losses or gradients are not finite can be refused while the state is still whole.
 */
import { InstructionWriter } from "../program/instruction-writer.ts";
import type { Program, Value } from "../program/program.ts";
import { wiringOf } from "../program/wiring.ts";

/** @returns the program in its new order, and how many of its instructions, the last ones, are updates */
export function orderUpdatesLast(program: Program): { readonly program: Program; readonly updates: number } {
  const { instructions } = program;
  const { ids, outputsAt, inputsAt } = wiringOf(instructions);
  const needed = neededForLosses(program);
  /** By the id of a value, 1 for new states without which the losses can be had, and for what follows from them. */
  const late = flagsOf(program, program.writes);
  for (let id = 0; id < late.length; id++) if (needed[id] === 1) late[id] = 0;
  // What is written as it came in is no instruction's.
  for (const { value } of program.inputs) late[value.id] = 0;
  const ordered = new InstructionWriter(instructions);
  const updates: number[] = [];
  for (let position = 0; position < instructions.length; position++) {
    if (isAnyFlagged(ids, late, outputsAt[position]!, outputsAt[position + 1]!)) {
      updates.push(position);
      for (let i = outputsAt[position]!; i < inputsAt[position]!; i++) late[ids[i]!] = 1;
    } else ordered.keep(position);
  }
  for (const update of orderByWrite(program, updates)) ordered.keep(update);
  return { program: { ...program, instructions: ordered.finish() }, updates: updates.length };
}

/** What makes one state follows each other, so that it is still in the cache: update, norm, projection, average. */
function orderByWrite(
  { idBound, instructions, writes }: Program,
  updates: readonly number[],
): readonly number[] {
  const { ids, outputsAt, inputsAt } = wiringOf(instructions);
  /** By the id of a value, the position of the update that makes it and 1 more; 0 for what no update makes. */
  const makers = new Uint32Array(idBound);
  for (const update of updates)
    for (let i = outputsAt[update]!; i < inputsAt[update]!; i++) makers[ids[i]!] = update + 1;
  const ordered: number[] = [];
  const isPlaced = new Uint8Array(instructions.length);
  const place = (update: number): void => {
    if (isPlaced[update] === 1) return;
    isPlaced[update] = 1;
    for (let i = inputsAt[update]!; i < outputsAt[update + 1]!; i++)
      if (makers[ids[i]!] !== 0) place(makers[ids[i]!]! - 1);
    ordered.push(update);
  };
  for (const { value } of writes) if (makers[value.id] !== 0) place(makers[value.id]! - 1);
  for (const update of updates) place(update);
  return ordered;
}

export function isLoss(output: { readonly name: string }): boolean {
  return output.name.startsWith("loss.");
}

/**
 * By the id of a value, 1 for those that an instruction makes which the losses depend on. A state may change inside the
 * forward pass, as the vectors of a spectral norm do: no update in this sense.
 */
function neededForLosses(program: Program): Uint8Array {
  const needed = flagsOf(program, program.outputs.filter(isLoss));
  const { instructions } = program;
  const { ids, outputsAt, inputsAt } = wiringOf(instructions);
  for (let position = instructions.length - 1; position >= 0; position--) {
    const [from, inputs, to] = [outputsAt[position]!, inputsAt[position]!, outputsAt[position + 1]!];
    if (isAnyFlagged(ids, needed, from, inputs)) for (let i = from; i < to; i++) needed[ids[i]!] = 1;
  }
  return needed;
}

function isAnyFlagged(ids: Uint32Array, flags: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (flags[ids[i]!] === 1) return true;
  return false;
}

function flagsOf({ idBound }: Program, named: readonly { readonly value: Value }[]): Uint8Array {
  const flags = new Uint8Array(idBound);
  for (const { value } of named) flags[value.id] = 1;
  return flags;
}
