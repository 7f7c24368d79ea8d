import { sizeOf } from "../program/nd-array.ts";
import type { TensorType } from "../program/program.ts";
import { BYTES_OF } from "./lay-out-arena.ts";
import type { PlanInput, PlanStep, Register } from "./plan.ts";

/** The most bytes that tensors hold at once in a step. */
export function estimatePeakBytes(plan: {
  readonly registers: readonly TensorType[];
  readonly inputs: readonly PlanInput[];
  readonly constants: readonly { readonly register: Register }[];
  readonly steps: readonly PlanStep[];
}): number {
  /** By the register whose memory it is. */
  const references = new Uint32Array(plan.registers.length);
  const owner = new Uint32Array(plan.registers.length).map((_, register) => register);
  let held = 0;
  const acquire = (register: Register): void => {
    const memory = owner[register]!;
    references[memory]! += 1;
    if (references[memory] === 1) held += bytesOf(plan.registers[memory]!);
  };
  const release = (register: Register): void => {
    const memory = owner[register]!;
    references[memory]! -= 1;
    if (references[memory] === 0) held -= bytesOf(plan.registers[memory]!);
  };

  for (const { register } of plan.inputs) acquire(register);
  for (const { register } of plan.constants) acquire(register);
  let peak = held;
  for (const { call, inputs, outputs, release: dying } of plan.steps) {
    for (let o = 0; o < outputs.length; o++) {
      const overwritten = call.via === "host" ? call.overwrites[o] : call.via === "alias" ? 0 : null;
      if (overwritten != null) owner[outputs[o]!] = owner[inputs[overwritten]!]!;
      if (call.via !== "host" || overwritten == null) acquire(outputs[o]!);
    }
    peak = Math.max(peak, held);
    for (const register of dying) release(register);
  }
  return peak;
}

function bytesOf({ shape, dtype }: TensorType): number {
  return sizeOf(shape) * BYTES_OF[dtype];
}
