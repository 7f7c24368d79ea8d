/** Leaves out instructions whose results nobody reads. No primitive has an effect, so the meaning stays. */
import type { Instruction, Program } from "./program.ts";

/** @param removable which instructions may go; all by default. Inputs always stay. */
export function removeUnused(
  program: Program,
  removable: (instruction: Instruction) => boolean = () => true,
): Program {
  const used = new Uint8Array(program.idBound);
  for (const { value } of program.outputs) used[value.id] = 1;
  for (const { value } of program.writes) used[value.id] = 1;
  const kept: Instruction[] = [];
  for (let position = program.instructions.length - 1; position >= 0; position--) {
    const instruction = program.instructions[position]!;
    if (removable(instruction) && !instruction.outputs.some(({ id }) => used[id] === 1)) continue;
    for (const { id } of instruction.inputs) used[id] = 1;
    kept.push(instruction);
  }
  return kept.length === program.instructions.length ? program : { ...program, instructions: kept.reverse() };
}
