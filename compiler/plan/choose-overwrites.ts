/**
 * Lets an elementwise kernel write its result over an input that nobody reads afterwards. It reads each cell
 * before it writes it, so this is safe for inputs of the result's size.
 */
import { sizeOf } from "../program/nd-array.ts";
import type { Draft, DraftStep } from "./draft.ts";
import type { Lifetimes } from "./lifetimes.ts";
import type { Register } from "./plan.ts";

/** @returns for each step and output, the position of the input to write over, or null */
export function chooseOverwrites(
  draft: Draft,
  { memory, memoryLastUse }: Lifetimes,
): readonly (readonly (number | null)[])[] {
  const stateOf = new Map<Register, string>();
  const fixed = new Set<Register>(draft.constants.map((constant) => constant.register));
  for (const input of draft.inputs) {
    if (input.kind === "scalar" || input.kind === "key") fixed.add(input.register);
    else if (input.kind !== "batch") stateOf.set(input.register, input.name);
  }
  const writeOf = new Map(draft.writes.map(({ name, register }) => [register, name]));

  return draft.steps.map((step, index) => {
    const taken = new Set<Register>();
    return step.outputs.map((output, o) => {
      const candidates = [...step.inputs.keys()].filter((i) => {
        const owner = memory[step.inputs[i]!]!;
        if (taken.has(owner) || fixed.has(owner) || !fits(draft, step, memory, i, o)) return false;
        const state = stateOf.get(owner);
        if (state !== undefined && (index < draft.guard || writeOf.get(output) !== state)) return false;
        return memoryLastUse[owner] === index;
      });
      // The state it replaces, if it can: then the state stays where it is from step to step.
      const position = candidates.find((i) => stateOf.has(memory[step.inputs[i]!]!)) ?? candidates[0];
      if (position === undefined) return null;
      taken.add(memory[step.inputs[position]!]!);
      return position;
    });
  });
}

/** Whether output `o` could lie where input `i` does, as far as this one kernel goes. */
function fits(draft: Draft, step: DraftStep, memory: readonly Register[], i: number, o: number): boolean {
  if (step.call.via !== "host" || step.call.kernel !== "elementwise") return false;
  const { kernel } = step.call.attributes;
  const [input, output] = [draft.registers[step.inputs[i]!]!, draft.registers[step.outputs[o]!]!];
  if (input.dtype !== output.dtype || sizeOf(input.shape) !== sizeOf(output.shape)) return false;
  const segment = Math.floor(o / kernel.results.length);
  return step.inputs.every(
    (other, position) =>
      memory[other] !== memory[step.inputs[i]!] || Math.floor(position / kernel.inputs) === segment,
  );
}
