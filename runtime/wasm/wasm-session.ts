import { workOfPlan } from "../../compiler/plan/count-work.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Backend, MemoryUse, Session } from "../backends/backend.ts";
import type { Target } from "./assembler/module-builder.ts";
import type { Crew } from "./crew/crew.ts";
import { detectTarget } from "./detect-target.ts";
import type { Heap } from "./heap.ts";
import { MemoryStore } from "./memory-store.ts";
import { WasmExecutor } from "./wasm-executor.ts";

/** A piece of the heap that all executors use in turn, as large as the largest of them wants. */
interface Piece {
  address: number;
  bytes: number;
}

/** Who does what: each from so many operations on. */
export interface Crews {
  /** This thread alone. */
  readonly alone: Crew;
  /** This thread, and others where they are at hand. */
  readonly short: Crew;
  readonly leastLedOperations: number;
  /** Others, or this thread with or without them, whichever is faster. */
  readonly medium: Crew;
  readonly leastSharedOperations: number;
  /** Others, while this thread is free. */
  readonly team: Crew;
  readonly leastFreeOperations: number;
}

/** One model in linear memory: its state, and one arena in which the steps of all its plans work, one at a time. */
export class WasmSession implements Session {
  readonly state: MemoryStore;
  readonly target: Target;
  private last: Promise<unknown> = Promise.resolve();
  private readonly plans: Plan[] = [];
  private readonly arenaPiece: Piece = { address: 0, bytes: 0 };
  private readonly scratchPiece: Piece = { address: 0, bytes: 0 };
  private isDisposed = false;

  constructor(
    readonly backend: Backend,
    readonly heap: Heap,
    private readonly crews: Crews,
  ) {
    this.state = new MemoryStore(heap, (job) => this.inTurn(job));
    this.target = detectTarget(heap.isShared);
  }

  get wideVectors(): boolean {
    return this.target.wideVectors;
  }

  get threads(): number {
    return this.crews.team.threads;
  }

  async load(plan: Plan): Promise<WasmExecutor> {
    if (plan.backend !== this.backend.name)
      throw new RangeError(`a plan for ${plan.backend} cannot run on ${this.backend.name}`);
    this.state.requireLive();
    this.plans.push(plan);
    return WasmExecutor.load(plan, this);
  }

  /** The heap's pieces are never given back before the session ends, but for an arena that had to grow. */
  memory(): MemoryUse {
    return { held: this.heap.bytes, minimum: Math.max(0, ...this.plans.map(({ peakBytes }) => peakBytes)) };
  }

  /** Who is to run a plan. */
  crewFor(plan: Plan): Crew {
    const { operations } = workOfPlan(plan);
    const { crews } = this;
    if (operations >= crews.leastFreeOperations) return crews.team;
    if (operations >= crews.leastSharedOperations) return crews.medium;
    return operations >= crews.leastLedOperations ? crews.short : crews.alone;
  }

  /**
   * Runs a job when those before it are done. A caller may ask for a step, a prediction or a checkpoint while a step is
   * under way or has its feed laid out already: all of them work in the same memory.
   */
  inTurn<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.last.then(job);
    this.last = mine.catch(() => {});
    return mine;
  }

  /** The address of the arena, once it holds so many bytes; it may move when it grows. */
  arena(bytes: number): number {
    return this.enlarge(this.arenaPiece, bytes);
  }

  /** The address of so many bytes for each thread. */
  scratch(bytes: number): number {
    return this.enlarge(this.scratchPiece, bytes * this.threads);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.state.dispose();
    const { short, medium, team } = this.crews;
    this.heap.dispose(Promise.all([short, medium, team].map((crew) => crew.dispose())).then(() => {}));
  }

  private enlarge(piece: Piece, bytes: number): number {
    if (bytes <= piece.bytes) return piece.address;
    if (piece.bytes > 0) this.heap.free(piece.address);
    // Where there is no room for more, there is no piece any more either: its place may be another's soon.
    piece.bytes = 0;
    piece.address = this.heap.allocate(bytes);
    piece.bytes = bytes;
    return piece.address;
  }
}
