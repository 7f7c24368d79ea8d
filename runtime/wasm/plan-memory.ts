import { BYTES_OF, type Place } from "../../compiler/plan/lay-out-arena.ts";
import type { Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { StepFeed } from "../step-feed.ts";
import type { TypedArray } from "../typed-array.ts";
import { cellsOf } from "./cells-of.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import type { LinkedPlan } from "./link-plan.ts";
import type { Addresses } from "./tape.ts";
import type { WasmSession } from "./wasm-session.ts";

/** Where a plan's registers are in a session's memory, and what is laid there before and taken after a step. */
export class PlanMemory {
  private arena = 0;
  private scratch = 0;
  private readonly constants: readonly number[];
  /** The address of each step's table. */
  private readonly tables: ReadonlyMap<number, number>;
  /** The writes of values that are not computed where their state lies. */
  private readonly moves: GuardedPlan["writes"];

  constructor(
    private readonly plan: GuardedPlan,
    private readonly linked: LinkedPlan,
    private readonly session: WasmSession,
  ) {
    const { heap } = session;
    this.constants = plan.constants.map(({ register, value }) => {
      const type = plan.registers[register]!;
      const address = heap.allocate(sizeOf(type.shape) * BYTES_OF[type.dtype]);
      cellsOf(heap.memory, address, type).fill(value);
      return address;
    });
    const lengths = linked.steps.flatMap(({ step, kernel }) => {
      const { inputs, outputs } = plan.steps[step]!;
      const zeros = (registers: readonly Register[]) => registers.map(() => 0);
      const numbers = kernel.table?.(zeros(inputs), zeros(outputs));
      return numbers === undefined ? [] : [[step, numbers.byteLength] as const];
    });
    this.moves = plan.writes.filter(({ name, register }) => {
      const place = linked.layout.places[register]!;
      return place.kind !== "state" || place.name !== name;
    });
    this.tables = new Map(lengths.map(([step, bytes]) => [step, heap.allocate(bytes)]));
  }

  /** Sees that arena and scratch are large enough. @returns whether anything lies elsewhere than before */
  settle(): boolean {
    const { session, linked } = this;
    const [arena, scratch] = [session.arena(linked.layout.bytes), session.scratch(linked.scratch)];
    const moved = arena !== this.arena || scratch !== this.scratch;
    this.arena = arena;
    this.scratch = scratch;
    return moved;
  }

  /** Where things lie now; writes the tables, which hold addresses. */
  addresses(): Addresses {
    const { memory } = this.session.heap;
    const table = (step: number): number => this.tables.get(step) ?? 0;
    for (const { step, kernel } of this.linked.steps) {
      if (kernel.table === undefined) continue;
      const { inputs, outputs } = this.plan.steps[step]!;
      const at = (register: Register): number => this.addressOf(this.linked.layout.places[register]!);
      const numbers = kernel.table(inputs.map(at), outputs.map(at));
      new Int32Array(memory.buffer, table(step), numbers.length).set(numbers);
    }
    const { arena, scratch } = this;
    return { arena, scratch, table, place: (place) => this.addressOf(place) };
  }

  /** Lays what a step is given into the arena. Throws `RangeError` for what is missing or of another size. */
  lay({ batch, scalars, keys }: StepFeed): void {
    for (const { kind, name, register } of this.plan.inputs) {
      if (kind === "scalar") this.view(register)[0] = given(scalars, kind, name);
      else if (kind === "key") this.view(register).set(given(keys, kind, name));
      else if (kind === "batch") {
        const values = given(batch, kind, name);
        const { shape } = this.plan.registers[register]!;
        if (values.length !== sizeOf(shape))
          throw new RangeError(`${name} [${shape.join(", ")}] was given ${values.length} values`);
        this.view(register).set(values);
      }
    }
  }

  /** Copies values to their states, when all steps are done. */
  settleWrites(): void {
    for (const { name, register } of this.moves) {
      const { address, ...type } = this.session.state.tensor(name);
      cellsOf(this.session.heap.memory, address, type).set(this.view(register));
    }
  }

  /** The cells in place; to be taken anew after each step. */
  view(register: Register): TypedArray {
    const address = this.addressOf(this.linked.layout.places[register]!);
    return cellsOf(this.session.heap.memory, address, this.plan.registers[register]!);
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
}

function given<T>(values: ReadonlyMap<string, T>, kind: string, name: string): T {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`the step was given no ${kind} ${name}`);
  return value;
}
