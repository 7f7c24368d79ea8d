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
  lastUse: readonly number[],
  overwrites: readonly (readonly (number | null)[])[],
): readonly PlanStep[] {
  const lasting = new Set<Register>(draft.constants.map((constant) => constant.register));
  for (const { kind, register } of draft.inputs)
    if (kind === "parameter" || kind === "state" || kind === "slot") lasting.add(register);
  return draft.steps.map((step, index): PlanStep => {
    const call: PlanCall =
      step.call.via === "host" ? { ...step.call, overwrites: overwrites[index]! } : step.call;
    const taken = new Set(
      overwrites[index]!.flatMap((position) => (position === null ? [] : step.inputs[position]!)),
    );
    const dying = new Set(
      [...step.inputs, ...step.outputs].filter((register) => lastUse[register] === index),
    );
    const release = [...dying].filter((register) => !lasting.has(register) && !taken.has(register));
    return { ...step, call, release };
  });
}

/** What the updates take from the rest of the step, what is written without an update, and the losses. */
function guardedRegisters(draft: Draft): readonly Register[] {
  if (draft.writes.length === 0) return [];
  const early = new Set(draft.steps.slice(0, draft.guard).flatMap((step) => step.outputs));
  const taken = draft.steps.slice(draft.guard).flatMap((step) => step.inputs);
  const named = [...draft.writes, ...draft.outputs.filter(isLoss)].map(({ register }) => register);
  const guarded = new Set([...taken, ...named]);
  return [...guarded].filter((register) => early.has(register) && draft.registers[register]!.dtype === "f32");
}
