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
  /** Whose memory is a state's: its own register, and what was written over it. */
  const stateOf = new Map<Register, string>();
  const fixed = new Uint8Array(draft.registers.length);
  for (const { register } of draft.constants) fixed[register] = 1;
  for (const input of draft.inputs) {
    if (input.kind === "scalar" || input.kind === "key") fixed[input.register] = 1;
    else if (input.kind !== "batch") stateOf.set(input.register, input.name);
  }
  const writeOf = new Map(draft.writes.map(({ name, register }) => [register, name]));
  const segments = new Array<Segments | undefined>(draft.steps.length);
  const segmentsOf = (index: number): Segments => {
    segments[index] ??= segmentsOfStep(draft.steps[index]!, memory);
    return segments[index];
  };

  /** Whether the register is written to the state, or what is written over it is, and so on. */
  const leadsTo = (state: string, register: Register): boolean => {
    if (writeOf.get(register) === state) return true;
    const last = memoryLastUse[register]!;
    if (memory[register] !== register || !isElementwise(draft.steps[last])) return false;
    return segmentsOf(last)
      .outputsBeside(register)
      .some((output) => sameCells(draft, register, output) && leadsTo(state, output));
  };
  /** By register, the step that writes over its memory and 1 more; 0 for none yet. */
  const takenBy = new Uint32Array(draft.registers.length);

  return draft.steps.map((step, index) => {
    if (!isElementwise(step)) return step.outputs.map(() => null);
    const { inputs, results } = step.call.attributes.kernel;
    const mayTake = (segment: number, input: Register, output: Register): boolean => {
      const owner = memory[input]!;
      if (memoryLastUse[owner] !== index || fixed[owner] === 1 || takenBy[owner] === index + 1) return false;
      if (!sameCells(draft, input, output) || segmentsOf(index).soleReader(owner) !== segment) return false;
      const state = stateOf.get(owner);
      return state === undefined || (index >= draft.guard && leadsTo(state, output));
    };
    return step.outputs.map((output, o) => {
      const segment = Math.floor(o / results.length);
      let chosen: number | null = null;
      for (let position = segment * inputs; position < (segment + 1) * inputs; position++) {
        const input = step.inputs[position]!;
        const isState = stateOf.has(memory[input]!);
        if ((chosen !== null && !isState) || !mayTake(segment, input, output)) continue;
        chosen = position;
        // The state it replaces, if it can: then the state stays where it is from step to step.
        if (isState) break;
      }
      if (chosen === null) return null;
      const owner = memory[step.inputs[chosen]!]!;
      takenBy[owner] = index + 1;
      const state = stateOf.get(owner);
      if (state !== undefined) stateOf.set(output, state);
      return chosen;
    });
  });
}

type ElementwiseStep = DraftStep & {
  readonly call: { readonly via: "host"; readonly kernel: "elementwise" };
};

function isElementwise(step: DraftStep | undefined): step is ElementwiseStep {
  return step?.call.via === "host" && step.call.kernel === "elementwise";
}

interface Segments {
  /** The one segment that reads a memory; null where none or several do, for one would read what another wrote. */
  readonly soleReader: (memory: Register) => number | null;
  /** What the one segment that reads this memory makes. */
  readonly outputsBeside: (memory: Register) => readonly Register[];
}

function segmentsOfStep(step: DraftStep, memory: Uint32Array): Segments {
  if (!isElementwise(step)) return { soleReader: () => null, outputsBeside: () => [] };
  const { kernel, shapes } = step.call.attributes;
  const { inputs, results } = kernel;
  const soleReader =
    shapes.length === 1
      ? (owner: Register) => (step.inputs.some((input) => memory[input] === owner) ? 0 : null)
      : soleReaders(step.inputs, inputs, memory);
  const outputsBeside = (owner: Register): readonly Register[] => {
    const segment = soleReader(owner);
    return segment === null
      ? []
      : step.outputs.slice(segment * results.length, (segment + 1) * results.length);
  };
  return { soleReader, outputsBeside };
}

/** `Segments.soleReader` of segments with so many inputs each. */
function soleReaders(read: readonly Register[], inputs: number, memory: Uint32Array): Segments["soleReader"] {
  const only = new Map<Register, number | null>();
  read.forEach((input, position) => {
    const owner = memory[input]!;
    const segment = Math.floor(position / inputs);
    const known = only.get(owner);
    only.set(owner, known === undefined || known === segment ? segment : null);
  });
  return (owner) => only.get(owner) ?? null;
}

function sameCells({ registers }: Draft, input: Register, output: Register): boolean {
  const [from, to] = [registers[input]!, registers[output]!];
  return from.dtype === to.dtype && sizeOf(from.shape) === sizeOf(to.shape);
}
