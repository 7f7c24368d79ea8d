/** Lowers a program, optimized and differentiated, to a plan for one backend. */
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Program } from "../program/program.ts";
import type { BackendName } from "./backend-name.ts";
import { chooseOverwrites } from "./choose-overwrites.ts";
import { Draft } from "./draft.ts";
import { estimatePeakBytes } from "./estimate-peak-bytes.ts";
import { expandCompositions } from "./expand-compositions.ts";
import { findLifetimes } from "./lifetimes.ts";
import { isLoss, orderUpdatesLast } from "./order-updates-last.ts";
import { ownWrittenMemory } from "./own-written-memory.ts";
import type { Plan, PlanCall, PlanStep, Register } from "./plan.ts";

export interface Planned {
  /** Null when the backend cannot run the program; the diagnostics say what it lacks. */
  readonly plan: Plan | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function makePlan(program: Program, backend: BackendName): Planned {
  const ordered = orderUpdatesLast(expandCompositions(program, backend));
  const draft = new Draft(ordered.program, backend, ordered.updates);
  if (draft.diagnostics.length > 0) return { plan: null, diagnostics: draft.diagnostics };
  ownWrittenMemory(draft);
  const lifetimes = findLifetimes(draft);
  const { registers, constants, outputs, writes } = draft;
  const inputs = draft.inputs.filter(({ register }) => lifetimes.lastUse[register] !== -1);
  const steps = settleSteps(draft, lifetimes.lastUse, chooseOverwrites(draft, lifetimes));
  const plan: Plan = {
    name: program.name,
    backend,
    registers,
    inputs,
    constants,
    steps,
    outputs,
    writes,
    guard: { step: draft.guard, registers: guardedRegisters(draft) },
    tfjsKernels: [...new Set(steps.flatMap(({ call }) => (call.via === "tfjs" ? [call.kernel] : [])))].sort(),
    peakBytes: estimatePeakBytes({ registers, inputs, constants, steps }),
  };
  return { plan, diagnostics: [] };
}

function settleSteps(
  draft: Draft,
  lastUse: Float64Array,
  overwrites: readonly (readonly (number | null)[])[],
): readonly PlanStep[] {
  /** By register, 1 for those that are not released, or have been. */
  const settled = new Uint8Array(draft.registers.length);
  for (const { register } of draft.constants) settled[register] = 1;
  for (const { kind, register } of draft.inputs)
    if (kind === "parameter" || kind === "state" || kind === "slot") settled[register] = 1;
  const settle = (register: Register, index: number, release: Register[]): void => {
    if (lastUse[register] !== index || settled[register] === 1) return;
    settled[register] = 1;
    release.push(register);
  };
  return draft.steps.map((step, index): PlanStep => {
    const { op, origin, inputs, outputs } = step;
    const over = overwrites[index]!;
    // Its memory goes on as the output's.
    for (let o = 0; o < over.length; o++) if (over[o] != null) settled[inputs[over[o]!]!] = 1;
    const call: PlanCall = step.call.via === "host" ? { ...step.call, overwrites: over } : step.call;
    const release: Register[] = [];
    for (let i = 0; i < inputs.length; i++) settle(inputs[i]!, index, release);
    for (let o = 0; o < outputs.length; o++) settle(outputs[o]!, index, release);
    return { op, origin, inputs, outputs, call, release };
  });
}

/** What the updates take from the rest of the step, what is written without an update, and the losses. */
function guardedRegisters({ registers, steps, guard, outputs, writes }: Draft): readonly Register[] {
  if (writes.length === 0) return [];
  const early = new Uint8Array(registers.length);
  for (let index = 0; index < guard; index++) for (const output of steps[index]!.outputs) early[output] = 1;
  const guarded = new Set<Register>();
  const take = (register: Register): void => {
    if (early[register] === 1 && registers[register]!.dtype === "f32") guarded.add(register);
  };
  for (let index = guard; index < steps.length; index++) steps[index]!.inputs.forEach(take);
  for (const { register } of [...writes, ...outputs.filter(isLoss)]) take(register);
  return [...guarded];
}
