/** Leaves out instructions whose results nobody reads. No primitive has an effect, so the meaning stays. */
import type { Instruction, Program } from "./program.ts";

/** @param removable which instructions may go; all by default. Inputs always stay. */
export function removeUnused(
  program: Program,
  removable: (instruction: Instruction) => boolean = () => true,
): Program {
  const used = new Set([...program.outputs, ...program.writes].map(({ value }) => value.id));
  const kept = program.instructions.toReversed().filter((instruction) => {
    const stays = !removable(instruction) || instruction.outputs.some(({ id }) => used.has(id));
    if (stays) for (const { id } of instruction.inputs) used.add(id);
    return stays;
  });
  return { ...program, instructions: kept.reverse() };
}
