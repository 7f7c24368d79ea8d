import type { Plan, PlanStep, Register } from "../../compiler/plan/plan.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { Target } from "./assembler/module-builder.ts";
import { watchProducts } from "./watch-products.ts";

/** A plan whose guard is a step like any other. */
export interface GuardedPlan extends Pick<Plan, "inputs" | "constants" | "outputs" | "writes"> {
  readonly registers: readonly TensorType[];
  readonly steps: readonly PlanStep[];
  /** The step that looks, and the register (i32 []) that then holds 1 if all is finite; null when nothing is guarded. */
  readonly guard: { readonly step: number; readonly verdict: Register } | null;
}

/** @param target the one that the plan is linked for */
export function guardPlan(plan: Plan, target: Target): GuardedPlan {
  const { inputs, constants, outputs, writes, guard } = plan;
  const rest = { inputs, constants, outputs, writes };
  if (guard.registers.length === 0)
    return { ...rest, registers: plan.registers, steps: plan.steps, guard: null };
  const { registers, steps, guarded } = watchProducts(plan, guard.registers, target);
  const verdict = registers.length;
  const look: PlanStep = {
    op: "all_finite",
    origin: "guard",
    inputs: guarded,
    outputs: [verdict],
    call: { via: "host", kernel: "all_finite", attributes: {}, overwrites: [null] },
    release: [],
  };
  return {
    ...rest,
    // As if it were an output, so that its memory stays its own: each thread looks at it in its own time, when others
    // may be among the updates already.
    outputs: [...outputs, { name: "verdict", register: verdict }],
    registers: [...registers, { shape: [], dtype: "i32" }],
    steps: [...steps.slice(0, guard.step), look, ...steps.slice(guard.step)],
    guard: { step: guard.step, verdict },
  };
}
