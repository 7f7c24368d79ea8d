import { BYTES_OF, type Place } from "../../compiler/plan/lay-out-arena.ts";
import type { Plan, Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { PlanExecutor, StepOutputs, StepResult, StepSpan } from "../backends/backend.ts";
import { type NonFinite, nonFiniteValue } from "../non-finite.ts";
import type { StepFeed } from "../step-feed.ts";
import type { TypedArray } from "../typed-array.ts";
import { cellsOf } from "./cells-of.ts";
import type { LoadedCode } from "./crew/crew.ts";
import { fallBack } from "./fall-back.ts";
import { type GuardedPlan, guardPlan } from "./guarded-plan.ts";
import { type LinkedPlan, linkPlan } from "./link-plan.ts";
import { type Tape, writeTapes } from "./tape.ts";
import type { WasmSession } from "./wasm-session.ts";

const NO_TAPE: Tape = { calls: [], guard: null };

/** Runs the steps of one plan: feeds the arena, plays the tape, and reads what came out. */
export class WasmExecutor implements PlanExecutor {
  private tape: Tape = NO_TAPE;
  private arena = 0;
  private scratch = 0;
  private readonly constants: readonly number[];
  private readonly tables: ReadonlyMap<number, number>;

  private constructor(
    readonly plan: Plan,
    private readonly guarded: GuardedPlan,
    private readonly linked: LinkedPlan,
    private readonly code: LoadedCode,
    private readonly session: WasmSession,
    private readonly threads: number,
  ) {
    const { heap } = session;
    this.constants = plan.constants.map(({ register, value }) => {
      const type = plan.registers[register]!;
      const address = heap.allocate(sizeOf(type.shape) * BYTES_OF[type.dtype]);
      cellsOf(heap.memory, address, type).fill(value);
      return address;
    });
    this.tables = new Map(
      linked.steps.flatMap(({ step, kernel }) => {
        const { inputs, outputs } = this.guarded.steps[step]!;
        const numbers = kernel?.table?.(
          inputs.map(() => 0),
          outputs.map(() => 0),
        );
        return numbers === undefined ? [] : [[step, heap.allocate(numbers.byteLength)]];
      }),
    );
  }

  static async load(plan: Plan, session: WasmSession): Promise<WasmExecutor> {
    const guarded = guardPlan(plan);
    const linked = linkPlan(guarded, session.target);
    const crew = session.crewFor(plan);
    const code = await crew.load(linked.bytes);
    session.state.requireLive();
    return new WasmExecutor(plan, guarded, linked, code, session, crew.threads);
  }

  async run(feed: StepFeed, spans?: StepSpan[]): Promise<StepResult> {
    await this.bind(feed);
    this.code.timed = spans !== undefined;
    const passed = await this.play(0, this.tape.calls.length);
    spans?.push(...this.spans());
    if (!passed) return { outputs: null, fault: await this.explain(feed) };
    this.settleWrites();
    return { outputs: this.outputs(), fault: null };
  }

  /** What the last run took, step by step. */
  private spans(): readonly StepSpan[] {
    const { calls } = this.tape;
    const { times } = this.code;
    return calls.flatMap(({ step }, index) =>
      calls[index - 1]?.step === step
        ? []
        : [{ step: this.guarded.steps[step]!, begin: times[index]!, end: times[endOf(calls, index)]! }],
    );
  }

  async findNonFinite(feed: StepFeed): Promise<NonFinite | null> {
    await this.bind(feed);
    for (const { kind, name, register } of this.plan.inputs) {
      const value = this.inspect(register);
      if (value !== null) return { value, input: { kind, name } };
    }
    const guard = this.guarded.guard?.step ?? this.plan.guard.step;
    const { calls } = this.tape;
    for (let from = 0; from < calls.length && calls[from]!.step < guard; ) {
      const { step } = calls[from]!;
      const to = endOf(calls, from);
      await this.play(from, to);
      const { op, origin, outputs } = this.guarded.steps[step]!;
      for (const output of outputs) {
        const value = this.inspect(output);
        if (value !== null) return { value, step: { op, origin } };
      }
      from = to;
    }
    return null;
  }

  /**
   * False when the guard refused the step. While threads work the model may be disposed; its memory is then another's.
   */
  private async play(from: number, to: number): Promise<boolean> {
    const { calls } = this.tape;
    this.session.state.requireLive();
    let begin = from;
    for (let index = from; index < to; index++) {
      const { entry, step } = calls[index]!;
      if (entry !== "") continue;
      if (begin < index && !(await this.code.run(begin, index))) return false;
      this.session.state.requireLive();
      this.fallBack(step);
      begin = index + 1;
    }
    const passed = begin === to || (await this.code.run(begin, to));
    this.session.state.requireLive();
    return passed;
  }

  private fallBack(step: number): void {
    const { call, inputs, outputs } = this.guarded.steps[step]!;
    if (call.via !== "host") return;
    const cells = (register: Register) => ({
      ...this.guarded.registers[register]!,
      data: this.view(register),
    });
    fallBack(call, inputs.map(cells), outputs.map(cells));
  }

  /** Lays what a step is given into the arena, which may have moved since the last step. */
  private async bind(feed: StepFeed): Promise<void> {
    this.session.state.requireLive();
    if (this.addressesMoved()) await this.settleAddresses();
    this.session.state.requireLive();
    this.lay(feed);
  }

  private lay({ batch, scalars, keys }: StepFeed): void {
    for (const { kind, name, register } of this.plan.inputs) {
      const type = this.plan.registers[register]!;
      if (kind === "scalar") this.view(register)[0] = given(scalars, kind, name);
      else if (kind === "key") this.view(register).set(given(keys, kind, name));
      else if (kind === "batch") {
        const values = given(batch, kind, name);
        if (values.length !== sizeOf(type.shape))
          throw new RangeError(`${name} [${type.shape.join(", ")}] was given ${values.length} values`);
        this.view(register).set(values);
      }
    }
  }

  /** Whether the arena is another one than the tape was written for. */
  private addressesMoved(): boolean {
    const { session, linked } = this;
    const arena = session.arena(linked.layout.bytes);
    const scratch = session.scratch(linked.scratch);
    const moved = arena !== this.arena || scratch !== this.scratch || this.tape === NO_TAPE;
    this.arena = arena;
    this.scratch = scratch;
    return moved;
  }

  private async settleAddresses(): Promise<void> {
    const { session, linked, guarded, arena, scratch } = this;
    const place = (where: Place): number => this.addressOf(where);
    const table = (step: number): number => this.tables.get(step) ?? 0;
    const addresses = { place, arena, scratch, table };
    const tapes = writeTapes(guarded, linked, addresses, this.threads);
    this.tape = tapes[0]!;
    for (const { step, kernel } of linked.steps) {
      if (kernel?.table === undefined) continue;
      const { inputs, outputs } = guarded.steps[step]!;
      const at = (register: Register): number => place(linked.layout.places[register]!);
      const numbers = kernel.table(inputs.map(at), outputs.map(at));
      new Int32Array(session.heap.memory.buffer, table(step), numbers.length).set(numbers);
    }
    await this.code.play(tapes);
  }

  private addressOf(place: Place): number {
    switch (place.kind) {
      case "arena":
        return this.arena + place.offset;
      case "constant":
        return this.constants[place.index]!;
      case "state":
        return this.session.state.tensor(place.name).address;
    }
  }

  private view(register: Register): TypedArray {
    const place = this.linked.layout.places[register]!;
    return cellsOf(this.session.heap.memory, this.addressOf(place), this.guarded.registers[register]!);
  }

  /** A value that was not computed where its state lies is copied there, when all steps are done. */
  private settleWrites(): void {
    for (const { name, register } of this.plan.writes) {
      const place = this.linked.layout.places[register]!;
      if (place.kind === "state" && place.name === name) continue;
      const { address, ...type } = this.session.state.tensor(name);
      cellsOf(this.session.heap.memory, address, type).set(this.view(register));
    }
  }

  private outputs(): StepOutputs {
    const registers = new Map(this.plan.outputs.map(({ name, register }) => [name, register]));
    return {
      names: () => [...registers.keys()],
      values: async (name) => {
        const register = registers.get(name);
        if (register === undefined) throw new RangeError(`no output is named ${name}`);
        return this.view(register).slice() as TypedArray;
      },
    };
  }

  private inspect(register: Register): "NaN" | "Infinity" | null {
    const isFloat = this.guarded.registers[register]!.dtype === "f32";
    return isFloat ? nonFiniteValue(this.view(register)) : null;
  }

  /** The same step gives the same numbers, so what stopped it is found again. */
  private async explain(feed: StepFeed): Promise<NonFinite> {
    const found = await this.findNonFinite(feed);
    if (found === null) throw new Error("a step was not finite, yet is when it is run again");
    return found;
  }
}

/** The first call after those of the same step. */
function endOf(calls: Tape["calls"], begin: number): number {
  let end = begin + 1;
  while (calls[end]?.step === calls[begin]!.step) end++;
  return end;
}

function given<T>(values: ReadonlyMap<string, T>, kind: string, name: string): T {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`the step was given no ${kind} ${name}`);
  return value;
}
