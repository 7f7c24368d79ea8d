/** Trains a model in the reference interpreter, in float64, one batch after the other. */
import { evaluateSchedule } from "../../compiler/definitions/schedules/evaluate.ts";
import type { Model } from "../../compiler/ir/model.ts";
import { lowerPlainly } from "../../compiler/passes/optimize.ts";
import { inputKey, interpret, type StepContext } from "../../compiler/program/interpret.ts";
import { type NDArray, sizeOf } from "../../compiler/program/nd-array.ts";
import type { Program, ProgramInput } from "../../compiler/program/program.ts";
import {
  averageSlots,
  optimizerSlots,
  synthesizeEvaluate,
  synthesizeTrain,
} from "../../compiler/synthesize/index.ts";

/** Row-major numbers by name. */
export type Numbers = Readonly<Record<string, readonly number[]>>;

export interface Batch {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Parameters, moving statistics and slots by name. */
export type State = Map<string, Float64Array>;

export interface StepResult {
  readonly outputs: Readonly<Record<string, number>>;
  readonly state: State;
}

export const context = (step: number, seed = 1): StepContext => ({
  step,
  seed,
  evaluateSchedule: (schedule, at) =>
    evaluateSchedule(schedule, { step: at, stepsPerEpoch: 10, totalSteps: 100 }),
});

/** The state before the first step: the given weights, copies of them as averages, slots at their initial values. */
export function initialState(model: Model, weights: Numbers): State {
  const state: State = new Map();
  for (const { id } of model.network.parameters) {
    const values = weights[id];
    if (values === undefined) throw new Error(`no values for ${id}`);
    state.set(id, Float64Array.from(values));
  }
  for (const { name, shape, initial } of optimizerSlots(model)) {
    state.set(name, new Float64Array(sizeOf(shape)).fill(initial));
  }
  for (const { name, parameter } of averageSlots(model)) state.set(name, state.get(parameter.id)!);
  return state;
}

export function runProgram(program: Program, batch: Batch | null, state: State, at: StepContext) {
  const inputs = new Map<string, NDArray>();
  for (const input of program.inputs) {
    const data = dataOf(input, batch, state);
    if (data === null) continue;
    inputs.set(inputKey(input), { shape: input.value.shape, dtype: input.value.dtype, data });
  }
  return interpret(program, inputs, at);
}

function dataOf({ kind, name }: ProgramInput, batch: Batch | null, state: State): Float64Array | null {
  if (kind === "scalar" || kind === "key") return null;
  if (kind === "batch") return Float64Array.from(batch![name as keyof Batch]);
  return state.get(name)!;
}

/** One result for each batch. */
export function trainSteps(
  model: Model,
  weights: Numbers,
  batches: readonly Batch[],
  { seed = 1, lower = lowerPlainly } = {},
): StepResult[] {
  let state = initialState(model, weights);
  return batches.map((batch, step) => {
    const program = lower(synthesizeTrain(model, batchSizeOf(model, batch)));
    const { outputs, writes } = runProgram(program, batch, state, context(step, seed));
    state = new Map([...state, ...[...writes].map(([name, { data }]) => [name, data] as const)]);
    return { outputs: scalars(outputs), state };
  });
}

export function evaluate(model: Model, state: State, batch: Batch): Readonly<Record<string, number>> {
  const program = synthesizeEvaluate(model, batchSizeOf(model, batch));
  return scalars(runProgram(program, batch, state, context(0)).outputs);
}

function batchSizeOf({ network }: Model, { x }: Batch): number {
  return x.length / sizeOf(network.inputs[0]!.shape);
}

function scalars(outputs: ReadonlyMap<string, NDArray>): Readonly<Record<string, number>> {
  return Object.fromEntries([...outputs].map(([name, { data }]) => [name, data[0]!]));
}
