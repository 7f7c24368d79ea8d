/** Leaves out instructions whose results nobody reads. No primitive has an effect, so the meaning stays. */
import { InstructionWriter } from "./instruction-writer.ts";
import type { Instruction, Program } from "./program.ts";
import { wiringOf } from "./wiring.ts";

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
  const { ids, outputsAt, inputsAt } = wiringOf(instructions);
  const isKept = new Uint8Array(instructions.length);
  let kept = 0;
  for (let position = instructions.length - 1; position >= 0; position--) {
    const inputs = inputsAt[position]!;
    const end = outputsAt[position + 1]!;
    let needed = false;
    for (let i = outputsAt[position]!; i < inputs && !needed; i++) needed = used[ids[i]!] === 1;
    if (!needed && removable(instructions[position]!)) continue;
    for (let i = inputs; i < end; i++) used[ids[i]!] = 1;
    isKept[position] = 1;
    kept += 1;
  }
  if (kept === instructions.length) return { program, used };
  const left = new InstructionWriter(instructions);
  for (let position = 0; position < instructions.length; position++)
    if (isKept[position] === 1) left.keep(position);
  return { program: { ...program, instructions: left.finish() }, used };
}
