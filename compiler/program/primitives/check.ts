/**
 * Checks that the primitives' `infer` functions share. All throw `ProgramError`. They are asked about every instruction,
 * several times, and so make as little as they can, and no words, while all is well.
 */
import { demand, ProgramError } from "../error.ts";
import type { DType, TensorType } from "../program.ts";
import { formatShape } from "../shape.ts";

/** That there are exactly as many inputs as types given, each of its type; `null` accepts every type. */
export function checkInputs(
  name: string,
  inputs: readonly TensorType[],
  dtypes: readonly (DType | null)[],
): void {
  if (inputs.length !== dtypes.length)
    throw new ProgramError(name, `takes ${dtypes.length} inputs, was given ${inputs.length}`);
  for (let position = 0; position < inputs.length; position++) {
    const expected = dtypes[position] ?? null;
    const { dtype } = inputs[position]!;
    if (expected !== null && dtype !== expected)
      throw new ProgramError(name, `input ${position} must be ${expected}, is ${dtype}`);
  }
}

export function checkRank(name: string, input: TensorType, rank: number): void {
  demand(
    input.shape.length === rank,
    name,
    () => `expects rank ${rank}, was given ${formatShape(input.shape)}`,
  );
}

/** That every dimension is a positive whole number: a program has no empty tensors. */
export function checkShape(name: string | (() => string), shape: readonly number[]): void {
  for (let axis = 0; axis < shape.length; axis++)
    if (!Number.isSafeInteger(shape[axis]) || shape[axis]! <= 0)
      throw new ProgramError(typeof name === "string" ? name : name(), `${formatShape(shape)} is no shape`);
}

export function checkAxis(name: string, axis: number, rank: number): void {
  if (!Number.isInteger(axis) || axis < 0 || axis >= rank)
    throw new ProgramError(name, `no axis ${axis} in rank ${rank}`);
}

/** That the axes exist and none is named twice. */
export function checkAxes(name: string, axes: readonly number[], rank: number): void {
  for (let i = 0; i < axes.length; i++) {
    checkAxis(name, axes[i]!, rank);
    if (axes.indexOf(axes[i]!) < i) throw new ProgramError(name, `axes ${formatShape(axes)} repeat`);
  }
}
