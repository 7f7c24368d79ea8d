/** Until when each register of a draft is read, and which registers stand for the same memory. */
import type { Draft } from "./draft.ts";
import type { Register } from "./plan.ts";

/** Later than every step: outputs and written values outlive the run. */
export const FOREVER = Number.POSITIVE_INFINITY;

export interface Lifetimes {
  /** By register, the step that reads it last; the step that makes it, if none reads it; -1 if there is none either. */
  readonly lastUse: Float64Array;
  /** By register, the one whose memory it shares: itself, or what a chain of aliases leads back to. */
  readonly memory: Uint32Array;
  /** The step after which nobody reads the memory of `memory[register]`. */
  readonly memoryLastUse: Float64Array;
}

export function findLifetimes(draft: Draft): Lifetimes {
  const { registers, steps, outputs, writes } = draft;
  const lastUse = new Float64Array(registers.length).fill(-1);
  let index = 0;
  const use = (register: Register): void => {
    lastUse[register] = index;
  };
  for (; index < steps.length; index++) {
    steps[index]!.inputs.forEach(use);
    steps[index]!.outputs.forEach(use);
  }
  for (const { register } of outputs) lastUse[register] = FOREVER;
  for (const { register } of writes) lastUse[register] = FOREVER;
  const memory = findMemory(draft);
  const memoryLastUse = new Float64Array(registers.length).fill(-1);
  memory.forEach((owner, register) => {
    memoryLastUse[owner] = Math.max(memoryLastUse[owner]!, lastUse[register]!);
  });
  return { lastUse, memory, memoryLastUse };
}

/** `Lifetimes.memory`. */
export function findMemory({ registers, steps }: Draft): Uint32Array {
  const memory = new Uint32Array(registers.length).map((_, register) => register);
  for (const { call, inputs, outputs } of steps)
    if (call.via === "alias") memory[outputs[0]!] = memory[inputs[0]!]!;
  return memory;
}
