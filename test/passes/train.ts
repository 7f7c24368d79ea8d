/** Runs train programs in the interpreter for several steps, so that two of them can be compared. */
import { expect } from "vitest";
import type { Note } from "../../compiler/passes/note.ts";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { pipeline } from "../../compiler/passes/pipeline.ts";
import { inputKey, interpret } from "../../compiler/program/interpret.ts";
import { generate, type NDArray } from "../../compiler/program/nd-array.ts";
import type { Program, ProgramInput } from "../../compiler/program/program.ts";
import { streamKey, uniform } from "../../compiler/random.ts";

export type Arrays = ReadonlyMap<string, NDArray>;

export interface History {
  /** Parameters, states and slots at the end, by name. */
  readonly held: Arrays;
  /** The program's outputs, one map a step. */
  readonly outputs: readonly Arrays[];
}

/** A program with only these passes (and differentiation). */
export function withOnly(
  program: Program,
  ...names: readonly string[]
): { program: Program; notes: readonly Note[] } {
  const disable = pipeline.map((pass) => pass.name).filter((name) => !names.includes(name));
  return optimize(program, { disable });
}

/** Parameters and batches are drawn by their names, slots are 0, moving statistics 1. */
export function train(program: Program, steps = 20, given: Arrays = new Map()): History {
  const held = new Map<string, NDArray>();
  for (const input of program.inputs) {
    if (input.kind === "parameter") held.set(input.name, given.get(input.name) ?? draw(input, 0));
    if (input.kind === "slot")
      held.set(
        input.name,
        generate(input.value, () => 0),
      );
    if (input.kind === "state")
      held.set(
        input.name,
        generate(input.value, () => 1),
      );
  }
  const outputs: Arrays[] = [];
  for (let step = 0; step < steps; step++) {
    const arrays = new Map<string, NDArray>();
    for (const input of program.inputs) {
      if (input.kind === "batch") arrays.set(inputKey(input), given.get(input.name) ?? draw(input, step));
      const array = held.get(input.name);
      if (array !== undefined && input.kind !== "batch") arrays.set(inputKey(input), array);
    }
    const result = interpret(program, arrays, { step, seed: 3, evaluateSchedule: evaluateHalving });
    for (const [name, array] of result.writes) held.set(name, array);
    outputs.push(result.outputs);
  }
  return { held, outputs };
}

/** The only schedule of these tests: `halving(from)` halves every ten steps. */
function evaluateHalving(
  schedule: { readonly options: Readonly<Record<string, unknown>> },
  step: number,
): number {
  return (schedule.options.from as number) * 0.5 ** (step / 10);
}

/** i32 batch fields are labels 0, 1, 2. */
function draw(input: ProgramInput, step: number): NDArray {
  const [k0, k1] = streamKey(11, `${input.kind} ${input.name}`, step);
  return generate(input.value, (i) =>
    input.value.dtype === "i32" ? Math.floor(3 * uniform(k0, k1, i)) : uniform(k0, k1, i) * 2 - 1,
  );
}

/** The greatest difference between two runs, over everything held and put out. */
export function difference(a: History, b: History): number {
  let greatest = 0;
  const compare = (left: Arrays, right: Arrays) => {
    expect([...left.keys()].sort()).toEqual([...right.keys()].sort());
    for (const [name, array] of left) {
      const other = right.get(name)!;
      expect(array.shape).toEqual(other.shape);
      array.data.forEach((cell, i) => {
        expect(cell).not.toBeNaN();
        greatest = Math.max(greatest, Math.abs(cell - other.data[i]!));
      });
    }
  };
  compare(a.held, b.held);
  expect(a.outputs.length).toBe(b.outputs.length);
  a.outputs.forEach((outputs, step) => {
    compare(outputs, b.outputs[step]!);
  });
  return greatest;
}

/** That the rewritten program is the plain one to 1e-9, over steps of training, and with every pass too. */
export function expectSameTraining(
  program: Program,
  rewritten: Program,
  steps = 20,
  given: Arrays = new Map(),
): void {
  const plain = train(lowerPlainly(program), steps, given);
  expect(difference(plain, train(rewritten, steps, given))).toBeLessThan(1e-9);
  expect(difference(plain, train(optimize(program).program, steps, given))).toBeLessThan(1e-9);
}

export function textsOf(notes: readonly Note[], kind: Note["kind"]): readonly string[] {
  return notes.filter((note) => note.kind === kind && note.pass !== "differentiate").map(({ text }) => text);
}

/** The names of a program's primitives, each as often as it occurs. */
export function operations(program: Program): readonly string[] {
  return program.instructions.map(({ op }) => op);
}
