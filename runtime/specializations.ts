import type { Model } from "../compiler/ir/model.ts";
import { lowerStep, type StepMode } from "../compiler/lower-step.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import { Executor } from "./executor.ts";
import type { TensorStore } from "./tensor-store.ts";

/**
 * The executors of a model, one for each mode and batch size, made when first asked for: shapes are static, so a
 * last, smaller batch is a specialization of its own. All of them work on the state in one store.
 */
export class Specializations {
  private readonly executors = new Map<string, Executor>();
  private readonly plans = new Map<string, Plan>();

  constructor(
    private readonly model: Model,
    private readonly store: TensorStore,
  ) {}

  /** Throws `RangeError` when the backend cannot run the model's step: `compile` has checked that it can. */
  executor(mode: StepMode, batch: number): Executor {
    return remembered(this.executors, mode, batch, () => new Executor(this.plan(mode, batch), this.store));
  }

  /** Nothing is allocated for a plan. */
  plan(mode: StepMode, batch: number): Plan {
    return remembered(this.plans, mode, batch, () => {
      const { plan, diagnostics } = lowerStep(this.model, mode, batch, this.store.backend.name);
      if (plan === null) throw new RangeError(diagnostics.map(({ message }) => message).join("\n"));
      return plan;
    });
  }

  dispose(): void {
    for (const executor of this.executors.values()) executor.dispose();
    this.executors.clear();
  }
}

function remembered<T>(known: Map<string, T>, mode: StepMode, batch: number, make: () => T): T {
  const key = `${mode}/${batch}`;
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
