/** Until when each register of a draft is read, and which registers stand for the same memory. */
import type { Draft } from "./draft.ts";
import type { Register } from "./plan.ts";

/** Later than every step: outputs and written values outlive the run. */
export const FOREVER = Number.POSITIVE_INFINITY;

export interface Lifetimes {
  /** The step that reads the register last; the step that makes it, if none reads it. */
  readonly lastUse: readonly number[];
  /** The register whose memory this one shares: itself, or what a chain of aliases leads back to. */
  readonly memory: readonly Register[];
  /** The step after which nobody reads the memory of `memory[register]`. */
  readonly memoryLastUse: readonly number[];
}

export function findLifetimes(draft: Draft): Lifetimes {
  const lastUse = draft.registers.map(() => -1);
  const memory = draft.registers.map((_, register) => register);
  draft.steps.forEach((step, index) => {
    for (const register of [...step.inputs, ...step.outputs]) lastUse[register] = index;
    if (step.call.via === "alias") memory[step.outputs[0]!] = memory[step.inputs[0]!]!;
  });
  for (const { register } of [...draft.outputs, ...draft.writes]) lastUse[register] = FOREVER;
  const memoryLastUse = draft.registers.map(() => -1);
  memory.forEach((owner, register) => {
    memoryLastUse[owner] = Math.max(memoryLastUse[owner]!, lastUse[register]!);
  });
  return { lastUse, memory, memoryLastUse };
}
