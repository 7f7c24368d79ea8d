import { workOf } from "../../compiler/plan/count-work.ts";
import type { Plan, PlanStep } from "../../compiler/plan/plan.ts";
import type { PlanExecutor, StepExtras, StepResult, StepSpan } from "../backends/backend.ts";
import { allFinite, type NonFinite, nonFiniteValue } from "../non-finite.ts";
import type { StepFeed } from "../step-feed.ts";
import { RegisterFile } from "./register-file.ts";
import type { TensorStore } from "./tensor-store.ts";

/** Runs the steps of one plan on tensors of tfjs. */
export class TensorExecutor implements PlanExecutor {
  readonly threadsTimed = 1;
  private readonly registers: RegisterFile;

  /** Throws `RangeError` when the plan was made for another backend than the store's. */
  constructor(
    readonly plan: Plan,
    private readonly store: TensorStore,
  ) {
    if (plan.backend !== store.backend.name)
      throw new RangeError(`a plan for ${plan.backend} cannot run on ${store.backend.name}`);
    this.registers = new RegisterFile(plan, store);
  }

  async run(feed: StepFeed, { spans }: StepExtras = {}): Promise<StepResult> {
    const { steps, guard, outputs, writes } = this.plan;
    const { registers } = this;
    registers.clear();
    try {
      registers.bind(feed);
      for (let index = 0; index <= steps.length; index++) {
        if (index === guard.step && !guard.registers.every((register) => allFinite(registers.view(register))))
          return { outputs: null, fault: await this.explain(feed) };
        if (index === steps.length) break;
        const begin = performance.now();
        registers.run(steps[index]!);
        spans?.push(this.spanOf(steps[index]!, begin, performance.now()));
      }
    } catch (error) {
      registers.clear();
      throw error;
    }
    for (const { name, register } of writes) this.store.adopt(name, registers.give(register));
    // Begun before anybody else has a turn: the next step frees these tensors.
    const reading = outputs.map(
      async ({ name, register }) =>
        [name, await this.store.backend.read(registers.tensor(register))] as const,
    );
    return { outputs: new Map(await Promise.all(reading)), fault: null };
  }

  async findNonFinite(feed: StepFeed): Promise<NonFinite | null> {
    const { plan, registers } = this;
    registers.clear();
    try {
      registers.bind(feed);
      for (const { kind, name, register } of plan.inputs) {
        const value = this.inspect(register);
        if (value !== null) return { value, input: { kind, name } };
      }
      for (const step of plan.steps.slice(0, plan.guard.step)) {
        registers.run({ ...step, release: [] });
        for (const output of step.outputs) {
          const value = this.inspect(output);
          if (value !== null) return { value, step: { op: step.op, origin: step.origin } };
        }
      }
      return null;
    } finally {
      registers.clear();
    }
  }

  /** Frees the last outputs and the plan's constants; the store keeps the state. */
  dispose(): void {
    this.registers.dispose();
  }

  private spanOf(step: PlanStep, begin: number, end: number): StepSpan {
    return { op: step.op, origin: step.origin, ...workOf(this.plan.registers, step), begin, end };
  }

  private inspect(register: number): "NaN" | "Infinity" | null {
    return this.plan.registers[register]!.dtype === "f32"
      ? nonFiniteValue(this.registers.view(register))
      : null;
  }

  /** The same step gives the same numbers, so what stopped it is found again. */
  private async explain(feed: StepFeed): Promise<NonFinite> {
    const found = await this.findNonFinite(feed);
    if (found === null) throw new Error("a step was not finite, yet is when it is run again");
    return found;
  }
}
