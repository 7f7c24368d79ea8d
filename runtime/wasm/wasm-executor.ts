import { workOf } from "../../compiler/plan/count-work.ts";
import type { Plan, Register } from "../../compiler/plan/plan.ts";
import type { PlanExecutor, StepExtras, StepOutputs, StepResult, StepSpan } from "../backends/backend.ts";
import { type NonFinite, nonFiniteValue } from "../non-finite.ts";
import type { StepFeed } from "../step-feed.ts";
import type { TypedArray } from "../typed-array.ts";
import type { LoadedCode, TapesFor } from "./crew/crew.ts";
import { type GuardedPlan, guardPlan } from "./guarded-plan.ts";
import { linkPlan } from "./link-plan.ts";
import { PlanMemory } from "./plan-memory.ts";
import { type TapeCall, writeTapes } from "./tape.ts";
import type { WasmSession } from "./wasm-session.ts";

/** Runs the steps of one plan: feeds the arena, has the tape played, and reads what came out. */
export class WasmExecutor implements PlanExecutor {
  private calls: readonly TapeCall[] = [];

  private constructor(
    readonly plan: Plan,
    private readonly guarded: GuardedPlan,
    private readonly memory: PlanMemory,
    private readonly code: LoadedCode,
    private readonly session: WasmSession,
    private readonly tapesFor: TapesFor,
  ) {}

  get threadsTimed(): number {
    return this.code.threadsTimed;
  }

  static async load(plan: Plan, session: WasmSession): Promise<WasmExecutor> {
    const guarded = guardPlan(plan, session.target);
    const linked = linkPlan(guarded, session.target);
    const crew = session.crewFor(plan);
    const module = await WebAssembly.compile(linked.bytes);
    session.state.requireLive();
    const code = await crew.load(module);
    session.state.requireLive();
    const memory = new PlanMemory(guarded, linked, session);
    const tapesFor = (threads: number) => writeTapes(guarded, linked, memory.addresses(), threads);
    return new WasmExecutor(plan, guarded, memory, code, session, tapesFor);
  }

  run(feed: StepFeed, extras: StepExtras = {}): Promise<StepResult> {
    return this.session.inTurn(() => this.step(feed, extras));
  }

  findNonFinite(feed: StepFeed): Promise<NonFinite | null> {
    return this.session.inTurn(() => this.search(feed));
  }

  private async step(feed: StepFeed, { spans, meanwhile }: StepExtras): Promise<StepResult> {
    if (this.isElsewhere()) await this.writeTapes();
    this.lay(feed);
    this.code.timed = spans !== undefined;
    const playing = this.play(0, this.calls.length);
    // A short step is not to wait for promises of what is there.
    const failure = typeof playing === "boolean" ? null : failureOf(meanwhile);
    const passed = typeof playing === "boolean" ? playing : await playing;
    spans?.push(...this.spans());
    if (!passed) return { outputs: null, fault: await this.explain(feed) };
    this.memory.settleWrites();
    // Whatever happened meanwhile, the step is done.
    if (failure !== null) throw failure.error;
    return { outputs: this.outputs(), fault: null };
  }

  private async search(feed: StepFeed): Promise<NonFinite | null> {
    if (this.isElsewhere()) await this.writeTapes();
    this.lay(feed);
    for (const { kind, name, register } of this.plan.inputs) {
      const value = this.inspect(register);
      if (value !== null) return { value, input: { kind, name } };
    }
    const guard = this.guarded.guard?.step ?? this.plan.guard.step;
    const { calls } = this;
    for (let from = 0, to = 0; from < calls.length && calls[from]!.step < guard; from = to) {
      to = endOf(calls, from);
      await this.play(from, to);
      const { op, origin, outputs } = this.guarded.steps[calls[from]!.step]!;
      for (const output of outputs) {
        const value = this.inspect(output);
        if (value !== null) return { value, step: { op, origin } };
      }
    }
    return null;
  }

  /** Whether there are no tapes for where memory lies now. */
  private isElsewhere(): boolean {
    this.session.state.requireLive();
    return this.memory.settle() || this.calls.length === 0;
  }

  private async writeTapes(): Promise<void> {
    // If that fails, the old ones do not hold any more.
    this.calls = [];
    this.calls = await this.code.play(this.tapesFor);
  }

  private lay(feed: StepFeed): void {
    this.session.state.requireLive();
    this.memory.lay(feed);
  }

  /**
   * False when the guard refused the step. While threads work the model may be disposed; its memory is then another's.
   */
  private play(from: number, to: number): boolean | Promise<boolean> {
    const playing = this.code.run(from, to);
    if (typeof playing === "boolean") return playing;
    return playing.then((passed) => {
      this.session.state.requireLive();
      return passed;
    });
  }

  /** What the last run took, step by step. */
  private spans(): readonly StepSpan[] {
    const { calls } = this;
    const { times } = this.code;
    const { registers, steps } = this.guarded;
    return calls.flatMap((call, index) => {
      if (calls[index - 1]?.step === call.step) return [];
      const step = steps[call.step]!;
      const [begin, end] = [times[index]!, times[endOf(calls, index)]!];
      return [{ op: step.op, origin: step.origin, ...workOf(registers, step), begin, end }];
    });
  }

  private outputs(): StepOutputs {
    const { outputs } = this.plan;
    return new Map(
      outputs.map(({ name, register }) => [name, this.memory.view(register).slice() as TypedArray]),
    );
  }

  private inspect(register: Register): "NaN" | "Infinity" | null {
    const isFloat = this.guarded.registers[register]!.dtype === "f32";
    return isFloat ? nonFiniteValue(this.memory.view(register)) : null;
  }

  /** The same step gives the same numbers, so what stopped it is found again. */
  private async explain(feed: StepFeed): Promise<NonFinite> {
    const found = await this.search(feed);
    if (found === null) throw new Error("a step was not finite, yet is when it is run again");
    return found;
  }
}

/** Does something, and says what it threw. */
function failureOf(work: (() => void) | undefined): { readonly error: unknown } | null {
  try {
    work?.();
    return null;
  } catch (error) {
    return { error };
  }
}

/** The first call after those of the same step. */
function endOf(calls: readonly TapeCall[], begin: number): number {
  let end = begin + 1;
  while (calls[end]?.step === calls[begin]!.step) end++;
  return end;
}
