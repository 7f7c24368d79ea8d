/** A loaded plan as nothing but calls of functions with numbers. */
import type { Place } from "../../compiler/plan/lay-out-arena.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import type { LinkedPlan } from "./link-plan.ts";

export interface TapeCall {
  /** The export that is called: with `given`, the first unit and the unit behind the last. */
  readonly entry: string;
  readonly given: readonly number[];
  readonly units: number;
  /** Which step of the guarded plan it is part of. */
  readonly step: number;
}

export interface Tape {
  readonly calls: readonly TapeCall[];
  /** After this many calls the i32 at `verdict` must be 1, or the step is refused. */
  readonly guard: { readonly after: number; readonly verdict: number } | null;
}

/** Where a tape's memory is. */
export interface Addresses {
  readonly place: (place: Place) => number;
  readonly arena: number;
  readonly scratch: number;
  /** Of each step's table, or 0. */
  readonly table: (step: number) => number;
}

export function writeTape(plan: GuardedPlan, linked: LinkedPlan, at: Addresses): Tape {
  const { places, workspaces } = linked.layout;
  const addressOf = (register: number): number => at.place(places[register]!);
  const calls: TapeCall[] = [];
  let guard: Tape["guard"] = null;
  for (const { step, kernel, entries } of linked.steps) {
    const { inputs, outputs } = plan.steps[step]!;
    const tensors = kernel?.table === undefined ? [...inputs, ...outputs].map(addressOf) : [];
    const given = [...tensors, at.arena + workspaces[step]!, at.scratch, at.table(step)];
    kernel?.phases.forEach(({ units }, phase) => {
      if (units > 0) calls.push({ entry: entries[phase]!, given, units, step });
    });
    if (kernel === null) calls.push({ entry: "", given: [], units: 0, step });
    if (step === plan.guard?.step) guard = { after: calls.length, verdict: addressOf(plan.guard.verdict) };
  }
  return { calls, guard };
}
