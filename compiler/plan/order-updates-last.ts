/**
 * Moves the updates, everything that makes a new state without which the losses can be had, and what follows
 * from them, behind the rest. An update can then take over the memory of the state it replaces, and a step whose
 * losses or gradients are not finite can be refused while the state is still whole.
 */
import type { Instruction, Program, Value } from "../program/program.ts";

/** @returns the program in its new order, and how many of its instructions, the last ones, are updates */
export function orderUpdatesLast(program: Program): { readonly program: Program; readonly updates: number } {
  const needed = neededForLosses(program);
  const written = flagsOf(program, program.writes);
  const late = new Uint8Array(program.idBound);
  const rest: Instruction[] = [];
  const updates: Instruction[] = [];
  /** New states without which the losses can be had. */
  const isNew = ({ id }: Value): boolean => written[id] === 1 && needed[id] === 0;
  const isLate = ({ id }: Value): boolean => late[id] === 1;
  for (const instruction of program.instructions) {
    const { inputs, outputs } = instruction;
    const isUpdate = inputs.some(isLate) || outputs.some(isNew);
    if (isUpdate) for (const { id } of outputs) late[id] = 1;
    (isUpdate ? updates : rest).push(instruction);
  }
  for (const update of orderByWrite(program, updates)) rest.push(update);
  return { program: { ...program, instructions: rest }, updates: updates.length };
}

/** What makes one state follows each other, so that it is still in the cache: update, norm, projection, average. */
function orderByWrite({ idBound, writes }: Program, updates: readonly Instruction[]): readonly Instruction[] {
  /** By the id of a value, the position of the update that makes it and 1 more; 0 for what no update makes. */
  const makers = new Uint32Array(idBound);
  updates.forEach(({ outputs }, position) => {
    for (const { id } of outputs) makers[id] = position + 1;
  });
  const ordered: Instruction[] = [];
  const placed = new Uint8Array(updates.length);
  const place = (position: number): void => {
    if (placed[position] === 1) return;
    placed[position] = 1;
    for (const { id } of updates[position]!.inputs) if (makers[id] !== 0) place(makers[id]! - 1);
    ordered.push(updates[position]!);
  };
  for (const { value } of writes) if (makers[value.id] !== 0) place(makers[value.id]! - 1);
  for (const position of updates.keys()) place(position);
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
  const isNeeded = ({ id }: Value): boolean => needed[id] === 1;
  const { instructions } = program;
  for (let position = instructions.length - 1; position >= 0; position--) {
    const { inputs, outputs } = instructions[position]!;
    if (!outputs.some(isNeeded)) continue;
    for (const { id } of outputs) needed[id] = 1;
    for (const { id } of inputs) needed[id] = 1;
  }
  return needed;
}

function flagsOf({ idBound }: Program, named: readonly { readonly value: Value }[]): Uint8Array {
  const flags = new Uint8Array(idBound);
  for (const { value } of named) flags[value.id] = 1;
  return flags;
}
