import type { Part, Place, playInStep } from "./play-in-step.ts";

/** Words of a line of memory: what some spin on and others write is not to share one. */
const LINE = 16;

/** What the words of a team's control block mean; an Int32Array that all threads see. */
export const control = {
  /** Goes up by one when there is something to do: workers sleep on it, but for the first. */
  generation: 0,
  /** Goes up by one when there is something to do for the first worker, too. */
  firstGeneration: LINE,
  /** How many threads have reached the end of the present call. */
  arrived: 2 * LINE,
  /** Goes up by one when all have. */
  phase: 3 * LINE,
  /** How many workers but the first do a job or look out for one: they are there at once. */
  awake: 4 * LINE,
  /** What there is to do: a code's number, or `LISTEN`. */
  job: 5 * LINE,
  from: 5 * LINE + 1,
  to: 5 * LINE + 2,
  /** Whether the first worker takes times. */
  timed: 5 * LINE + 3,
  /** How many microseconds workers but the first look out for the next job afterwards, before they fall asleep. */
  lookOut: 5 * LINE + 4,
  /** 1 once a kernel trapped. */
  failed: 6 * LINE,
  words: 7 * LINE,
} as const;

/** The job of those who are to look at their messages. */
export const LISTEN = -1;

export interface WorkerCall {
  readonly entry: string;
  readonly given: readonly number[];
  readonly waits: boolean;
}

export type Message =
  | { readonly kind: "join"; readonly thread: number; readonly threads: number; readonly words: Int32Array }
  | {
      readonly kind: "load";
      readonly code: number;
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
    }
  | {
      readonly kind: "play";
      readonly code: number;
      readonly calls: readonly WorkerCall[];
      readonly guard: { readonly after: number; readonly verdict: number } | null;
      readonly times: Float64Array;
    }
  | { readonly kind: "forget"; readonly codes: readonly number[] };

/** To the main thread: ready for a job; the job's end, from the first worker; what went wrong; that others are gone. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly passed: boolean }
  | { readonly kind: "trap"; readonly message: string }
  | { readonly kind: "lost" };

/** Where a worker's messages come from and go to. */
export interface Port {
  onmessage: ((event: { readonly data: Message }) => void) | null;
  postMessage(answer: Answer): void;
}

/**
 * A worker's whole program. Its source text is what runs, so it refers to nothing outside of itself and names no
 * inner function: tools that compile TypeScript wrap those in helpers of their own.
 */
export function work(
  port: Port,
  control: Readonly<Record<string, number>>,
  hostFunctions: object,
  play: typeof playInStep,
): void {
  // How many microseconds to look out for the next job in any case.
  const PATIENCE = 10;
  const codes = new Map<number, Part & { exports: WebAssembly.Exports; times: Float64Array }>();
  let place: Place | null = null;
  let thread = 0;
  let words: Int32Array = new Int32Array(0);
  let awaited = 0;
  let seen = 0;

  port.onmessage = ({ data }) => {
    if (data.kind === "join") {
      ({ thread, words } = data);
      const { threads } = data;
      place = { words, threads, maySleep: true, patience: Number.POSITIVE_INFINITY, port };
      awaited = thread === 0 ? control.firstGeneration! : control.generation!;
      seen = Atomics.load(words, awaited);
    } else if (data.kind === "load") {
      const { module, memory } = data;
      const { exports } = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
      codes.set(data.code, {
        exports,
        memory,
        calls: [],
        entries: [],
        guard: null,
        times: new Float64Array(0),
      });
    } else if (data.kind === "play") {
      const { calls, guard, times } = data;
      const code = codes.get(data.code)!;
      const entries = calls.map(({ entry }) => code.exports[entry] as (...given: number[]) => void);
      codes.set(data.code, { ...code, calls, entries, guard, times });
    } else for (const code of data.codes) codes.delete(code);
    port.postMessage({ kind: "ready" });

    // Who leads plays the first one's tape, and never waits for it.
    const counted = thread === 0 ? 0 : 1;
    Atomics.add(words, control.awake!, counted);
    let until = performance.now() + PATIENCE * 1e-3;
    for (;;) {
      for (let spin = 1; Atomics.load(words, awaited) === seen; spin++) {
        if (spin % 100 !== 0 || performance.now() < until) continue;
        Atomics.sub(words, control.awake!, counted);
        Atomics.wait(words, awaited, seen);
        Atomics.add(words, control.awake!, counted);
        const lookOut = counted * Atomics.load(words, control.lookOut!);
        until = performance.now() + Math.max(PATIENCE, lookOut) * 1e-3;
      }
      seen = Atomics.load(words, awaited);
      const job = Atomics.load(words, control.job!);
      if (job === -1) break;
      const lookOut = counted * Atomics.load(words, control.lookOut!);
      const code = codes.get(job)!;
      const [from, to] = [Atomics.load(words, control.from!), Atomics.load(words, control.to!)];
      const isTimed = thread === 0 && Atomics.load(words, control.timed!) === 1;
      const ending = play(place!, code, control, from, to, isTimed ? code.times : null);
      if (thread === 0 && ending !== "failed")
        port.postMessage({ kind: "done", passed: ending === "passed" });
      until = performance.now() + Math.max(PATIENCE, lookOut) * 1e-3;
    }
    Atomics.sub(words, control.awake!, counted);
  };
}
