/** Leaves out instructions whose results nobody reads. No primitive has an effect, so the meaning stays. */
import type { Instruction, Program } from "./program.ts";

/** @param removable which instructions may go; all by default. Inputs always stay. */
export function removeUnused(
  program: Program,
  removable: (instruction: Instruction) => boolean = () => true,
): Program {
  return keepUsed(program, removable).program;
}

/** The same, and by the id of a value, 1 for those that are read or leave the program. */
export function keepUsed(
  program: Program,
  removable: (instruction: Instruction) => boolean,
): { readonly program: Program; readonly used: Uint8Array } {
  const used = new Uint8Array(program.idBound);
  for (const { value } of program.outputs) used[value.id] = 1;
  for (const { value } of program.writes) used[value.id] = 1;
  const { instructions } = program;
  const isKept = new Uint8Array(instructions.length);
  let kept = 0;
  for (let position = instructions.length - 1; position >= 0; position--) {
    const instruction = instructions[position]!;
    const { inputs, outputs } = instruction;
    let needed = false;
    for (let i = 0; i < outputs.length && !needed; i++) needed = used[outputs[i]!.id] === 1;
    if (!needed && removable(instruction)) continue;
    for (let i = 0; i < inputs.length; i++) used[inputs[i]!.id] = 1;
    isKept[position] = 1;
    kept += 1;
  }
  if (kept === instructions.length) return { program, used };
  const left = instructions.filter((_, position) => isKept[position] === 1);
  return { program: { ...program, instructions: left }, used };
}
