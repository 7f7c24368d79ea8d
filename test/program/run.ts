/** Builds a program from a function of named inputs and runs it in the interpreter. */
import { Builder } from "../../compiler/program/builder.ts";
import { differentiate } from "../../compiler/program/differentiate.ts";
import { interpret, type StepContext } from "../../compiler/program/interpret.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { verify } from "../../compiler/program/verify.ts";

/** The first step of a run without schedules. */
export const firstStep: StepContext = {
  step: 0,
  seed: 7,
  evaluateSchedule: (schedule) => {
    throw new Error(`unexpected schedule ${schedule.name}`);
  },
};

export type Arrays = ReadonlyMap<string, NDArray>;

/** A verified, differentiated program whose batch inputs are `arrays` and whose outputs `build` returns by name. */
export function programOf(
  arrays: Arrays,
  build: (b: Builder, inputs: Readonly<Record<string, Value>>) => Readonly<Record<string, Value>>,
): Program {
  const b = new Builder("test");
  const inputs = Object.fromEntries(
    [...arrays].map(([name, array]) => [name, b.input("batch", name, array)]),
  );
  for (const [name, value] of Object.entries(build(b, inputs))) b.output(name, value);
  const written = b.finish();
  verify(written);
  const { program } = differentiate(written);
  verify(program);
  return program;
}

export function outputsOf(program: Program, arrays: Arrays): Arrays {
  const inputs = new Map([...arrays].map(([name, array]) => [`batch:${name}`, array]));
  return interpret(program, inputs, firstStep).outputs;
}
