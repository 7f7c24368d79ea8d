/** The whole road from a model to a plan: synthesize, optimize, lower. */
import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { Model } from "./ir/model.ts";
import type { Note } from "./passes/note.ts";
import { type Optimized, type OptimizeOptions, optimize } from "./passes/optimize.ts";
import type { BackendName } from "./plan/backend-name.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import type { Program } from "./program/program.ts";
import { synthesizeEvaluate, synthesizePredict, synthesizeTrain } from "./synthesize/index.ts";

/** `train` moves the weights, `evaluate` measures losses and metrics without noise, `predict` needs no target. */
export type StepMode = "train" | "evaluate" | "predict";

const synthesizers: { readonly [K in StepMode]: (model: Model, batch: number) => Program } = {
  train: synthesizeTrain,
  evaluate: synthesizeEvaluate,
  predict: synthesizePredict,
};

export interface LoweredStep {
  /** After the passes. */
  readonly program: Program;
  /** Null when the backend cannot run the program; the diagnostics name the primitive and the backend. */
  readonly plan: Plan | null;
  /** What the passes rewrote and what they refused. */
  readonly notes: readonly Note[];
  /** The program after each pass, when asked for. */
  readonly trace: Optimized["trace"];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The step of one mode for batches of exactly `batch` examples; shapes are static, so a shorter last batch is a
 * second specialization.
 */
export function lowerStep(
  model: Model,
  mode: StepMode,
  batch: number,
  backend: BackendName,
  options: OptimizeOptions = {},
): LoweredStep {
  const { program, notes, trace } = optimize(synthesizers[mode](model, batch), options);
  const { plan, diagnostics } = makePlan(program, backend);
  return { program, plan, notes, trace, diagnostics };
}
