import type { Program } from "./program.ts";

/** One more than the greatest id of a program's values: the length of an array over all of them. */
export function idBound({ inputs, instructions }: Program): number {
  let greatest = -1;
  for (const { value } of inputs) if (value.id > greatest) greatest = value.id;
  for (const { outputs } of instructions) for (const { id } of outputs) if (id > greatest) greatest = id;
  return greatest + 1;
}
