/** Runs a program by the primitives' own meaning, in float64: the reference for every pass and every backend. */
import { streamKey } from "../random.ts";
import { demand } from "./error.ts";
import { type EvaluateSchedule, evaluateHostScalar } from "./evaluate-host-scalar.ts";
import { evaluateInstruction } from "./instruction.ts";
import { generate, type NDArray } from "./nd-array.ts";
import type { Program, ProgramInput, Value } from "./program.ts";
import { formatType, sameShape } from "./shape.ts";

/** Where in the run the step stands. */
export interface StepContext {
  /** Finished steps; 0 at the first. */
  readonly step: number;
  /** The run's seed, from which the keys of noise sites are derived. */
  readonly seed: number;
  readonly evaluateSchedule: EvaluateSchedule;
}

export interface Interpretation {
  /** By the output's name. */
  readonly outputs: ReadonlyMap<string, NDArray>;
  /** What each written parameter, state or slot holds after the step, by its name. */
  readonly writes: ReadonlyMap<string, NDArray>;
}

/** By what an input's tensor is found: `batch:image`, `parameter:head.kernel`, `key:dropout.hidden`. */
export function inputKey(input: Pick<ProgramInput, "kind" | "name">): string {
  return `${input.kind}:${input.name}`;
}

/**
 * @param inputs by `inputKey`. Scalars come from the context; so do keys, unless given here.
 * @param options `round: "f32"` rounds every f32 tensor to float32, as a backend stores it
 * @throws ProgramError when an input is absent or of another type than declared
 */
export function interpret(
  program: Program,
  inputs: ReadonlyMap<string, NDArray>,
  context: StepContext,
  options: { readonly round?: "f32" } = {},
): Interpretation {
  const store = options.round === "f32" ? rounded : (array: NDArray) => array;
  const arrays = new Map<number, NDArray>();
  for (const input of program.inputs) arrays.set(input.value.id, store(arrayOf(input, inputs, context)));
  const read = ({ id }: Value): NDArray => {
    const array = arrays.get(id);
    demand(array !== undefined, "interpret", () => `%${id} is read before it is defined`);
    return array;
  };
  for (const instruction of program.instructions) {
    const results = evaluateInstruction(instruction, instruction.inputs.map(read));
    instruction.outputs.forEach((output, i) => {
      arrays.set(output.id, store(results[i]!));
    });
  }
  return {
    outputs: new Map(program.outputs.map(({ name, value }) => [name, read(value)])),
    writes: new Map(program.writes.map(({ name, value }) => [name, read(value)])),
  };
}

function arrayOf(
  input: ProgramInput,
  inputs: ReadonlyMap<string, NDArray>,
  { step, seed, evaluateSchedule }: StepContext,
): NDArray {
  if (input.kind === "scalar") {
    const number = evaluateHostScalar(input.scalar, step, evaluateSchedule);
    return generate(input.value, () => number);
  }
  const given = inputs.get(inputKey(input));
  if (given === undefined && input.kind === "key") {
    const words = streamKey(seed, input.name, step);
    return generate(input.value, (i) => words[i]!);
  }
  demand(given !== undefined, "interpret", () => `the input ${inputKey(input)} is absent`);
  demand(
    given.dtype === input.value.dtype && sameShape(given.shape, input.value.shape),
    "interpret",
    () => `the input ${inputKey(input)} is ${formatType(given)} instead of ${formatType(input.value)}`,
  );
  return given;
}

function rounded(array: NDArray): NDArray {
  return array.dtype === "f32" ? generate(array, (index) => Math.fround(array.data[index]!)) : array;
}
