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
  const references = new Map<Register, number>();
  const owner = plan.registers.map((_, register) => register);
  let held = 0;
  const acquire = (register: Register): void => {
    const memory = owner[register]!;
    const count = references.get(memory) ?? 0;
    references.set(memory, count + 1);
    if (count === 0) held += bytesOf(plan.registers[memory]!);
  };
  const release = (register: Register): void => {
    const memory = owner[register]!;
    const count = references.get(memory)! - 1;
    references.set(memory, count);
    if (count === 0) held -= bytesOf(plan.registers[memory]!);
  };

  for (const { register } of [...plan.inputs, ...plan.constants]) acquire(register);
  let peak = held;
  for (const { call, inputs, outputs, release: dying } of plan.steps) {
    outputs.forEach((output, o) => {
      const overwritten = call.via === "host" ? call.overwrites[o] : call.via === "alias" ? 0 : null;
      if (overwritten != null) owner[output] = owner[inputs[overwritten]!]!;
      if (call.via !== "host" || overwritten == null) acquire(output);
    });
    peak = Math.max(peak, held);
    for (const register of dying) release(register);
  }
  return peak;
}

function bytesOf({ shape, dtype }: TensorType): number {
  return sizeOf(shape) * BYTES_OF[dtype];
}
