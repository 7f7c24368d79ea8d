/** A loaded plan as nothing but calls of functions with numbers. */
import { BYTES_OF, type Place } from "../../compiler/plan/lay-out-arena.ts";
import type { Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import type { LinkedPlan } from "./link-plan.ts";
import { Wave } from "./wave.ts";

export interface TapeCall {
  /** The export that is called. */
  readonly entry: string;
  /** Empty: this thread has no part in the call. */
  readonly given: readonly number[];
  /** Whether all threads are to have finished what came before. */
  readonly waits: boolean;
  /** Which step of the guarded plan it is part of. */
  readonly step: number;
}

/** What one thread does in a step. The tapes of all threads have equally many calls, and the same guard. */
export interface Tape {
  readonly calls: readonly TapeCall[];
  /** After this many calls the i32 at `verdict` must be 1, or the step is refused. */
  readonly guard: { readonly after: number; readonly verdict: number } | null;
}

/** Where a tape's memory is. */
export interface Addresses {
  readonly place: (place: Place) => number;
  readonly arena: number;
  /** Of the first thread's scratch; those of the others follow. */
  readonly scratch: number;
  /** Of each step's table, or 0. */
  readonly table: (step: number) => number;
}

/** The tapes of so many threads. */
export function writeTapes(
  plan: GuardedPlan,
  linked: LinkedPlan,
  at: Addresses,
  threads: number,
): readonly Tape[] {
  const { places, workspaces } = linked.layout;
  const addressOf = (register: Register): number => at.place(places[register]!);
  const pieceOf = (register: Register) => {
    const { shape, dtype } = plan.registers[register]!;
    return { address: addressOf(register), bytes: sizeOf(shape) * BYTES_OF[dtype] };
  };
  const wave = new Wave();
  const tapes = Array.from({ length: threads }, (): TapeCall[] => []);
  let guard: Tape["guard"] = null;
  let turn = 0;
  for (const { step, kernel, entries } of linked.steps) {
    const { inputs, outputs } = plan.steps[step]!;
    const tensors = kernel.table === undefined ? [...inputs, ...outputs].map(addressOf) : [];
    const workspace = { address: at.arena + workspaces[step]!, bytes: kernel.workspace ?? 0 };
    const written = [...outputs.map(pieceOf), workspace];
    kernel.phases.forEach(({ units }, phase) => {
      if (units === 0) return;
      // Later phases read what earlier ones wrote.
      const waits = phase > 0 ? wave.restart() : wave.mustWait(inputs.map(pieceOf), written);
      wave.add(inputs.map(pieceOf), written);
      // Work in one piece goes to each thread in turn: what does not wait for each other runs side by side.
      const only = units === 1 ? turn++ % threads : null;
      tapes.forEach((calls, thread) => {
        const begin = only === null ? Math.floor((units * thread) / threads) : 0;
        const end = only === null ? Math.floor((units * (thread + 1)) / threads) : Number(only === thread);
        const scratch = at.scratch + thread * linked.scratch;
        const given = [...tensors, workspace.address, scratch, at.table(step), begin, end];
        calls.push({ entry: entries[phase]!, given: begin === end ? [] : given, waits, step });
      });
    });
    if (step === plan.guard?.step)
      guard = { after: tapes[0]!.length, verdict: addressOf(plan.guard.verdict) };
  }
  return tapes.map((calls) => ({ calls, guard }));
}
