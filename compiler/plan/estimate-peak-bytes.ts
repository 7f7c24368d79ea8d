import { sizeOf } from "../program/nd-array.ts";
import type { DType, TensorType } from "../program/program.ts";
import type { BackendName } from "./backend-name.ts";
import type { PlanCall, PlanInput, PlanStep, Register } from "./plan.ts";

const BYTES: { readonly [K in DType]: number } = { f32: 4, i32: 4, bool: 1 };

/**
 * The most bytes that tensors hold at once in a step. On wasm, XNNPACK keeps a packed copy of each weight that it
 * multiplied by, until the weight is freed or written over.
 */
export function estimatePeakBytes(plan: {
  readonly backend: BackendName;
  readonly registers: readonly TensorType[];
  readonly inputs: readonly PlanInput[];
  readonly constants: readonly { readonly register: Register }[];
  readonly steps: readonly PlanStep[];
}): number {
  const references = new Map<Register, number>();
  const owner = plan.registers.map((_, register) => register);
  const packed = new Set<Register>();
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
    if (count > 0) return;
    held -= bytesOf(plan.registers[memory]!);
    forget(memory);
  };
  const pack = (register: Register): void => {
    const memory = owner[register]!;
    if (packed.has(memory)) return;
    packed.add(memory);
    held += bytesOf(plan.registers[memory]!);
  };
  const forget = (memory: Register): void => {
    if (packed.delete(memory)) held -= bytesOf(plan.registers[memory]!);
  };

  for (const { register } of [...plan.inputs, ...plan.constants]) acquire(register);
  let peak = held;
  for (const { call, inputs, outputs, release: dying } of plan.steps) {
    if (plan.backend === "wasm" && packsWeights(call)) pack(inputs[1]!);
    outputs.forEach((output, o) => {
      const overwritten = call.via === "host" ? call.overwrites[o] : call.via === "alias" ? 0 : null;
      if (overwritten != null) owner[output] = owner[inputs[overwritten]!]!;
      if (call.via !== "host" || overwritten == null) acquire(output);
    });
    peak = Math.max(peak, held);
    if (call.via === "host")
      outputs.forEach((output, o) => {
        if (call.overwrites[o] != null) forget(owner[output]!);
      });
    for (const register of dying) release(register);
  }
  return peak;
}

/** Products and convolutions: their second operand is what is packed. */
function packsWeights(call: PlanCall): boolean {
  return call.via === "tfjs" && (call.kernel === "BatchMatMul" || call.kernel === "Conv2D");
}

function bytesOf({ shape, dtype }: TensorType): number {
  return sizeOf(shape) * BYTES[dtype];
}
