import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Plan } from "../compiler/plan/plan.ts";
import { allFinite, type NonFinite, nonFiniteValue } from "./non-finite.ts";
import { RegisterFile } from "./register-file.ts";
import type { StepFeed } from "./step-feed.ts";
import { StepOutputs } from "./step-outputs.ts";
import type { TensorStore } from "./tensor-store.ts";

export type StepResult =
  | { readonly outputs: StepOutputs; readonly fault: null }
  /** A loss or a gradient was not finite; the state is as it was before the step. */
  | { readonly outputs: null; readonly fault: NonFinite };

/** Runs the steps of one plan on the state in a store. */
export class Executor {
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

  /**
   * Runs one step and brings the state forward. The outputs of the step before are freed.
   *
   * Throws `RangeError` for a feed that lacks an input or whose sizes or indices do not fit: whoever loads the
   * data checks it first.
   */
  run(feed: StepFeed): StepResult {
    const { steps, guard, outputs, writes } = this.plan;
    const { registers } = this;
    registers.clear();
    try {
      registers.bind(feed);
      for (let index = 0; index <= steps.length; index++) {
        if (index === guard.step && !guard.registers.every((register) => allFinite(registers.view(register))))
          return { outputs: null, fault: this.explain(feed) };
        if (index < steps.length) registers.run(steps[index]!);
      }
    } catch (error) {
      registers.clear();
      throw error;
    }
    for (const { name, register } of writes) this.store.adopt(name, registers.give(register));
    const tensors = new Map<string, TensorInfo>(
      outputs.map(({ name, register }) => [name, registers.tensor(register)]),
    );
    return { outputs: new StepOutputs(this.store.backend, tensors), fault: null };
  }

  /**
   * Runs a step up to its updates, looking at every number, and says where the first one that is not finite came
   * up; null when there is none. The state stays as it is.
   */
  findNonFinite(feed: StepFeed): NonFinite | null {
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

  private inspect(register: number): "NaN" | "Infinity" | null {
    return this.plan.registers[register]!.dtype === "f32"
      ? nonFiniteValue(this.registers.view(register))
      : null;
  }

  /** The same step gives the same numbers, so what stopped it is found again. */
  private explain(feed: StepFeed): NonFinite {
    const found = this.findNonFinite(feed);
    if (found === null) throw new Error("a step was not finite, yet is when it is run again");
    return found;
  }
}
