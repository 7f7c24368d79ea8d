/** A loaded plan as nothing but calls of functions with numbers. */
import type { Place } from "../../compiler/plan/lay-out-arena.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import type { LinkedPlan } from "./link-plan.ts";

export interface TapeCall {
  /** The export that is called. */
  readonly entry: string;
  /** Empty: this thread has no part in the call. */
  readonly given: readonly number[];
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

/** The tape of thread `thread` of `threads`. */
export function writeTape(
  plan: GuardedPlan,
  linked: LinkedPlan,
  at: Addresses,
  thread: number,
  threads: number,
): Tape {
  const { places, workspaces } = linked.layout;
  const addressOf = (register: number): number => at.place(places[register]!);
  const scratch = at.scratch + thread * linked.scratch;
  const calls: TapeCall[] = [];
  let guard: Tape["guard"] = null;
  for (const { step, kernel, entries } of linked.steps) {
    const { inputs, outputs } = plan.steps[step]!;
    const tensors = kernel?.table === undefined ? [...inputs, ...outputs].map(addressOf) : [];
    const common = [...tensors, at.arena + workspaces[step]!, scratch, at.table(step)];
    if (kernel === null) calls.push({ entry: "", given: [], step });
    kernel?.phases.forEach(({ units }, phase) => {
      if (units === 0) return;
      const begin = Math.floor((units * thread) / threads);
      const end = Math.floor((units * (thread + 1)) / threads);
      calls.push({ entry: entries[phase]!, given: begin === end ? [] : [...common, begin, end], step });
    });
    if (step === plan.guard?.step) guard = { after: calls.length, verdict: addressOf(plan.guard.verdict) };
  }
  return { calls, guard };
}
