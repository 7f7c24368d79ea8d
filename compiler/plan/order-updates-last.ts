/**
 * Moves the updates, everything that makes a new state without which the losses can be had, and what follows
 * from them, behind the rest. An update can then take over the memory of the state it replaces, and a step whose
 * losses or gradients are not finite can be refused while the state is still whole.
 */
import type { Instruction, Program, Value } from "../program/program.ts";

/** @returns the program in its new order, and how many of its instructions, the last ones, are updates */
export function orderUpdatesLast(program: Program): { readonly program: Program; readonly updates: number } {
  const needed = neededForLosses(program);
  const written = idsOf(program.writes.map((write) => write.value));
  const late = new Set<number>();
  const rest: Instruction[] = [];
  const updates: Instruction[] = [];
  for (const instruction of program.instructions) {
    const follows = instruction.inputs.some((input) => late.has(input.id));
    const writes = instruction.outputs.some((output) => written.has(output.id));
    const isUpdate = follows || (writes && !needed.has(instruction));
    if (isUpdate) for (const output of instruction.outputs) late.add(output.id);
    (isUpdate ? updates : rest).push(instruction);
  }
  const ordered = orderByWrite(program, updates);
  return { program: { ...program, instructions: [...rest, ...ordered] }, updates: updates.length };
}

/** What makes one state follows each other, so that it is still in the cache: update, norm, projection, average. */
function orderByWrite({ idBound, writes }: Program, updates: readonly Instruction[]): readonly Instruction[] {
  const makers = new Array<Instruction | undefined>(idBound);
  for (const update of updates) for (const { id } of update.outputs) makers[id] = update;
  const ordered = new Set<Instruction>();
  const place = (update: Instruction | undefined): void => {
    if (update === undefined || ordered.has(update)) return;
    for (const { id } of update.inputs) place(makers[id]);
    ordered.add(update);
  };
  for (const { value } of writes) place(makers[value.id]);
  for (const update of updates) place(update);
  return [...ordered];
}

export function isLoss(output: { readonly name: string }): boolean {
  return output.name.startsWith("loss.");
}

/** A state may change inside the forward pass, as the vectors of a spectral norm do: no update in this sense. */
function neededForLosses(program: Program): ReadonlySet<Instruction> {
  const values = idsOf(program.outputs.filter(isLoss).map((output) => output.value));
  const needed = new Set<Instruction>();
  for (const instruction of program.instructions.toReversed()) {
    if (!instruction.outputs.some((output) => values.has(output.id))) continue;
    needed.add(instruction);
    for (const input of instruction.inputs) values.add(input.id);
  }
  return needed;
}

function idsOf(values: readonly Value[]): Set<number> {
  return new Set(values.map((value) => value.id));
}
