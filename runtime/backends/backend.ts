/** A backend, as far as the runtime needs one: it runs plans, and keeps the state that they work on. */
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import type { Work } from "../../compiler/plan/count-work.ts";
import type { Plan, PlanStep } from "../../compiler/plan/plan.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { NonFinite } from "../non-finite.ts";
import type { StepFeed } from "../step-feed.ts";
import type { TypedArray } from "../typed-array.ts";

export interface Backend {
  readonly name: BackendName;
  /** The most bytes that a model may need. */
  readonly memoryLimit: number;
  /** Memory for one model. */
  open(options?: SessionOptions): Promise<Session>;
  /** How many threads pay for a step of so much work, `wanted` at most; 1 on a backend without threads. */
  threadsFor(work: Work, wanted?: number): number;
  /** How many pieces of memory are held, by all sessions together. */
  held(): number;
}

export interface SessionOptions {
  /** How many threads are to share the work, where the backend has them. Default 1. */
  readonly threads?: number;
  /** Smaller plans run on one thread: waiting for each other would cost more than it gains. */
  readonly leastLedOperations?: number;
  /** Smaller plans are not handed to workers: messages would take longer than they gain. */
  readonly leastSharedOperations?: number;
  /** Smaller plans may be played by the thread that asks, with workers or without; the others leave it free. */
  readonly leastFreeOperations?: number;
}

/** What one model holds on a backend: its state, and the executors of its plans, which all work on that state. */
export interface Session {
  readonly backend: Backend;
  readonly threads: number;
  /** Whether its plans use vectors of 256 bits, which wasm has where its engine joins two. */
  readonly wideVectors: boolean;
  readonly state: StateStore;
  /** Loads a plan. Throws `RangeError` when it was made for another backend. */
  load(plan: Plan): Promise<PlanExecutor>;
  memory(): MemoryUse;
  /** Frees state and executors. */
  dispose(): void;
}

/** What one model takes, in bytes. */
export interface MemoryUse {
  /** What is allocated for it at the most. */
  readonly held: number;
  /** The most that is alive at once in any of its plans: less cannot do. */
  readonly minimum: number;
}

/** The state of a run by name: parameters, moving statistics, slots of the optimizer. */
export interface StateStore {
  /** Makes or replaces a tensor. Throws `RangeError` when the number of values is not the shape's. */
  set(name: string, values: TypedArray, type: TensorType): void;
  /** A copy of the values, row-major. Throws `RangeError` for a name never set, and once disposed. */
  get(name: string): Promise<TypedArray>;
  names(): readonly string[];
}

/** Runs the steps of one plan. */
export interface PlanExecutor {
  readonly plan: Plan;
  /** How many threads work on a step whose spans are asked for; those of a short one help only where nobody asks. */
  readonly threadsTimed: number;
  /**
   * Runs one step and brings the state forward, once all that the session was asked for before is done. The feed's
   * arrays are to stay as they are until then.
   *
   * Throws `RangeError` for a feed that lacks an input or whose sizes or indices do not fit: whoever loads the
   * data checks it first.
   */
  run(feed: StepFeed, extras?: StepExtras): Promise<StepResult>;
  /**
   * Runs a step up to its updates, looking at every number, and says where the first one that is not finite came
   * up; null when there is none. The state stays as it is.
   */
  findNonFinite(feed: StepFeed): Promise<NonFinite | null>;
}

export interface StepExtras {
  /** Is given what each kernel took; on so many threads as `threadsTimed`. */
  readonly spans?: StepSpan[];
  /** Called once others are at work on the step; never where this thread computes it. */
  readonly meanwhile?: () => void;
}

/** When a step of a plan, or the guard's look at its gradients, was computed, and how much there was to do. */
export interface StepSpan extends Work, Pick<PlanStep, "op" | "origin"> {
  /** Milliseconds, from any origin that the spans of a run share. */
  readonly begin: number;
  readonly end: number;
}

/** What a step put out, by name, row-major: copies, for the memory it was computed in is the next step's. */
export type StepOutputs = ReadonlyMap<string, TypedArray>;

export type StepResult =
  | { readonly outputs: StepOutputs; readonly fault: null }
  /** A loss or a gradient was not finite; the state is as it was before the step. */
  | { readonly outputs: null; readonly fault: NonFinite };

/** Throws `RangeError` for an output that there is not. */
export function valuesOf(outputs: StepOutputs, name: string): TypedArray {
  const values = outputs.get(name);
  if (values === undefined) throw new RangeError(`no output is named ${name}`);
  return values;
}

/** An output of one cell. Throws `RangeError` for none and for one of several. */
export function numberOf(outputs: StepOutputs, name: string): number {
  const values = valuesOf(outputs, name);
  if (values.length !== 1) throw new RangeError(`${name} is not one number but ${values.length}`);
  return values[0]!;
}
