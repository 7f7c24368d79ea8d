/** Computes what a definition builds, in the reference interpreter. */
import { Builder } from "../../compiler/program/builder.ts";
import { differentiate } from "../../compiler/program/differentiate.ts";
import { inputKey, interpret } from "../../compiler/program/interpret.ts";
import { type NDArray, sizeOf } from "../../compiler/program/nd-array.ts";
import type { DType, Value } from "../../compiler/program/program.ts";
import { context } from "../synthesize/run-steps.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: DType;
}

export function vector(...data: readonly number[]): Tensor {
  return { shape: [data.length], data };
}

/** The values that `build` makes of the inputs, by name, in float64 unless rounded to f32. */
export function compute(
  inputs: Readonly<Record<string, Tensor>>,
  build: (builder: Builder, inputs: Readonly<Record<string, Value>>) => Readonly<Record<string, Value>>,
  options: { readonly round?: "f32"; readonly seed?: number } = {},
): Readonly<Record<string, readonly number[]>> {
  const builder = new Builder("test");
  const values: Record<string, Value> = {};
  const arrays = new Map<string, NDArray>();
  for (const [name, { shape, data, dtype = "f32" }] of Object.entries(inputs)) {
    if (sizeOf(shape) !== data.length) throw new Error(`${name} has ${data.length} numbers`);
    values[name] = builder.input("batch", name, { shape, dtype });
    arrays.set(inputKey({ kind: "batch", name }), { shape, dtype, data: Float64Array.from(data) });
  }
  for (const [name, value] of Object.entries(build(builder, values))) builder.output(name, value);
  const { program } = differentiate(builder.finish());
  const { outputs } = interpret(program, arrays, context(0, options.seed), options);
  return Object.fromEntries([...outputs].map(([name, { data }]) => [name, [...data]]));
}

/** Central differences of the sum of `of` at x, number by number. */
export function slopes(of: (x: readonly number[]) => number, x: readonly number[], h = 1e-6): number[] {
  return x.map((value, i) => (of(x.with(i, value + h)) - of(x.with(i, value - h))) / (2 * h));
}
