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
    const { call } = step;
    if (call.via !== "host" || call.kernel !== "elementwise") return step.outputs.map(() => null);
    const { kernel } = call.attributes;
    const segmentOf = onlySegments(step, memory, kernel.inputs);
    const taken = new Set<Register>();
    return step.outputs.map((output, o) => {
      const segment = Math.floor(o / kernel.results.length);
      const own = step.inputs.slice(segment * kernel.inputs, (segment + 1) * kernel.inputs);
      const candidates = own.flatMap((input, i) => {
        const owner = memory[input]!;
        if (taken.has(owner) || fixed.has(owner) || segmentOf.get(owner) !== segment) return [];
        if (!sameCells(draft, input, output) || memoryLastUse[owner] !== index) return [];
        const state = stateOf.get(owner);
        if (state !== undefined && (index < draft.guard || writeOf.get(output) !== state)) return [];
        return [{ position: segment * kernel.inputs + i, owner }];
      });
      // The state it replaces, if it can: then the state stays where it is from step to step.
      const chosen = candidates.find(({ owner }) => stateOf.has(owner)) ?? candidates[0];
      if (chosen === undefined) return null;
      taken.add(chosen.owner);
      return chosen.position;
    });
  });
}

/** The one segment that reads each memory; null where several do, for one would read what another wrote. */
function onlySegments(
  step: DraftStep,
  memory: readonly Register[],
  inputs: number,
): ReadonlyMap<Register, number | null> {
  const segments = new Map<Register, number | null>();
  step.inputs.forEach((input, position) => {
    const owner = memory[input]!;
    const segment = Math.floor(position / inputs);
    const known = segments.get(owner);
    segments.set(owner, known === undefined || known === segment ? segment : null);
  });
  return segments;
}

function sameCells({ registers }: Draft, input: Register, output: Register): boolean {
  const [from, to] = [registers[input]!, registers[output]!];
  return from.dtype === to.dtype && sizeOf(from.shape) === sizeOf(to.shape);
}
