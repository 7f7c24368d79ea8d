import type { Model } from "../compiler/ir/model.ts";
import { lowerStep, type StepMode } from "../compiler/lower-step.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { PlanExecutor, Session } from "./backends/backend.ts";

/**
 * The executors of a model, one for each mode and batch size, made when first asked for: shapes are static, so a
 * last, smaller batch is a specialization of its own. All of them work on the state of one session.
 */
export class Specializations {
  private readonly executors = new Map<string, Promise<PlanExecutor>>();
  private readonly plans = new Map<string, Plan>();

  constructor(
    private readonly model: Model,
    private readonly session: Session,
  ) {}

  /** Rejects with `RangeError` when the backend cannot run the model's step: `compile` has checked that it can. */
  executor(mode: StepMode, batch: number): Promise<PlanExecutor> {
    return remembered(this.executors, mode, batch, async () => this.session.load(this.plan(mode, batch)));
  }

  /** Nothing is allocated for a plan. */
  plan(mode: StepMode, batch: number): Plan {
    return remembered(this.plans, mode, batch, () => {
      const { plan, diagnostics } = lowerStep(this.model, mode, batch, this.session.backend.name);
      if (plan === null) throw new RangeError(diagnostics.map(({ message }) => message).join("\n"));
      return plan;
    });
  }
}

function remembered<T>(known: Map<string, T>, mode: StepMode, batch: number, make: () => T): T {
  const key = `${mode}/${batch}`;
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
