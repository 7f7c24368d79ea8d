/** A loaded plan as nothing but calls of functions with numbers. */
import { workOf } from "../../compiler/plan/count-work.ts";
import { BYTES_OF, type Place } from "../../compiler/plan/lay-out-arena.ts";
import type { Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { dealChains } from "./deal-chains.ts";
import { findStretches, type MemoryUse } from "./find-stretches.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import type { LinkedPlan, LinkedStep } from "./link-plan.ts";
import { type Piece, Wave } from "./wave.ts";

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

/** A kernel's step, and where its tensors and its workspace are. */
interface PlacedStep extends LinkedStep, MemoryUse {
  readonly work: number;
  readonly tensors: readonly number[];
  readonly workspace: number;
}

/** The tapes of so many threads. */
export function writeTapes(
  plan: GuardedPlan,
  linked: LinkedPlan,
  at: Addresses,
  threads: number,
): readonly Tape[] {
  const wave = new Wave();
  const tapes = Array.from({ length: threads }, (): TapeCall[] => []);
  let guard: Tape["guard"] = null;
  let turn = 0;
  const write = (placed: PlacedStep, phase: number, waits: boolean, share: (thread: number) => Run) => {
    const { step, entries, tensors, workspace } = placed;
    tapes.forEach((calls, thread) => {
      const { begin, end } = share(thread);
      const given = [...tensors, workspace, at.scratch + thread * linked.scratch, at.table(step), begin, end];
      calls.push({ entry: entries[phase]!, given: begin === end ? [] : given, waits, step });
    });
  };
  const writeWhole = (placed: PlacedStep, only: number, waits: boolean): void =>
    placed.kernel.phases.forEach(({ units }, phase) => {
      write(placed, phase, waits && phase === 0, (thread) => ({
        begin: 0,
        end: thread === only ? units : 0,
      }));
    });
  const writeShared = (placed: PlacedStep): void =>
    placed.kernel.phases.forEach(({ units }, phase) => {
      if (units === 0) return;
      // Later phases read what earlier ones wrote.
      const waits = phase > 0 ? wave.restart() : wave.mustWait(placed.reads, placed.writes);
      wave.add(placed.reads, placed.writes);
      // Work in one piece goes to each thread in turn: what does not wait for each other runs side by side.
      const only = turn % threads;
      if (units === 1) turn += 1;
      write(placed, phase, waits, (thread) =>
        units === 1 ? { begin: 0, end: Number(thread === only) } : shareOf(units, thread, threads),
      );
    });

  const steps = placeSteps(plan, linked, at);
  const stretches = findStretches(steps, ({ step }) => step === plan.guard?.step);
  for (const { chains } of threads === 1 ? [{ chains: [steps] }] : stretches) {
    const dealt = dealChains(
      chains.map((chain) => chain.reduce((sum, { work }) => sum + work, 0)),
      threads,
    );
    const whole = chains.flatMap((chain, c) =>
      dealt[c] == null ? [] : chain.map((placed) => ({ placed, only: dealt[c]! })),
    );
    const shared = chains.filter((_, c) => dealt[c] == null).flat();
    let waits = whole.some(({ placed }) => wave.mustWait(placed.reads, placed.writes));
    for (const { placed, only } of whole) {
      writeWhole(placed, only, waits);
      wave.add(placed.reads, placed.writes);
      waits = false;
    }
    for (const placed of shared.sort((a, b) => a.step - b.step)) {
      writeShared(placed);
      if (placed.step === plan.guard?.step)
        guard = { after: tapes[0]!.length, verdict: at.place(linked.layout.places[plan.guard.verdict]!) };
    }
  }
  return tapes.map((calls) => ({ calls, guard }));
}

/** The units of one thread. */
interface Run {
  readonly begin: number;
  readonly end: number;
}

function shareOf(units: number, thread: number, threads: number): Run {
  return {
    begin: Math.floor((units * thread) / threads),
    end: Math.floor((units * (thread + 1)) / threads),
  };
}

function placeSteps(plan: GuardedPlan, linked: LinkedPlan, at: Addresses): readonly PlacedStep[] {
  const { places, workspaces } = linked.layout;
  const addressOf = (register: Register): number => at.place(places[register]!);
  const pieceOf = (register: Register): Piece => {
    const { shape, dtype } = plan.registers[register]!;
    return { address: addressOf(register), bytes: sizeOf(shape) * BYTES_OF[dtype] };
  };
  return linked.steps.map((linkedStep) => {
    const { step, kernel } = linkedStep;
    const { inputs, outputs } = plan.steps[step]!;
    const workspace = at.arena + workspaces[step]!;
    const { operations, bytes } = workOf(plan.registers, plan.steps[step]!);
    return {
      ...linkedStep,
      // A byte takes about as long as two operations.
      work: bytes + operations / 2,
      tensors: kernel.table === undefined ? [...inputs, ...outputs].map(addressOf) : [],
      workspace,
      reads: inputs.map(pieceOf),
      writes: [...outputs.map(pieceOf), { address: workspace, bytes: kernel.workspace ?? 0 }],
    };
  });
}
