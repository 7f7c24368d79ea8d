/** What the words of a team's control block mean; an Int32Array that all threads see. */
export const control = {
  /** Goes up by one when there is something to do: workers sleep on it. */
  generation: 0,
  /** What there is to do: a code's number, or `LISTEN`. */
  job: 1,
  from: 2,
  to: 3,
  /** Whether the first worker takes times. */
  timed: 4,
  /** How many threads have reached the end of the present call. */
  arrived: 5,
  /** Goes up by one when all have. */
  phase: 6,
  /** 1 once a kernel trapped. */
  failed: 7,
  words: 8,
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

/** To the main thread: ready for a job; the job's end, from the first worker; what went wrong. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly passed: boolean }
  | { readonly kind: "trap"; readonly message: string };

/** Where a worker's messages come from and go to. */
export interface Port {
  onmessage: ((event: { readonly data: Message }) => void) | null;
  postMessage(answer: Answer): void;
}

/**
 * A worker's whole program. Its source text is what runs, so it refers to nothing outside of itself and names no
 * inner function: tools that compile TypeScript wrap those in helpers of their own.
 *
 * All threads play their tapes in step: before a call that waits they wait until all have come that far.
 */
export function work(port: Port, control: Readonly<Record<string, number>>, hostFunctions: object): void {
  const SPINS = 4000;
  const codes = new Map<
    number,
    {
      exports: WebAssembly.Exports;
      memory: WebAssembly.Memory;
      entries: ((...given: number[]) => void)[];
      calls: readonly WorkerCall[];
      guard: { readonly after: number; readonly verdict: number } | null;
      times: Float64Array;
    }
  >();
  let thread = 0;
  let threads = 1;
  let words: Int32Array = new Int32Array(0);
  let seen = 0;

  port.onmessage = ({ data }) => {
    if (data.kind === "join") {
      ({ thread, threads, words } = data);
      seen = Atomics.load(words, control.generation!);
    } else if (data.kind === "load") {
      const { module, memory } = data;
      const instance = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
      const none = { entries: [], calls: [], guard: null, times: new Float64Array(0) };
      codes.set(data.code, { exports: instance.exports, memory, ...none });
    } else if (data.kind === "play") {
      const code = codes.get(data.code)!;
      code.calls = data.calls;
      code.entries = data.calls.map(({ entry }) => code.exports[entry] as (...given: number[]) => void);
      code.guard = data.guard;
      code.times = data.times;
    } else for (const code of data.codes) codes.delete(code);
    port.postMessage({ kind: "ready" });

    for (;;) {
      for (let spin = 0; Atomics.load(words, control.generation!) === seen; spin++)
        if (spin > SPINS) Atomics.wait(words, control.generation!, seen);
      seen = Atomics.load(words, control.generation!);
      const job = Atomics.load(words, control.job!);
      if (job === -1) return;
      const { entries, calls, guard, times, memory } = codes.get(job)!;
      const to = Atomics.load(words, control.to!);
      const isTimed = thread === 0 && Atomics.load(words, control.timed!) === 1;
      let passed = true;
      let failed = false;
      const from = Atomics.load(words, control.from!);
      // One round more: all are done before the first worker says so.
      for (let index = from; index <= to; index++) {
        const checks = guard !== null && index === guard.after && index > from;
        if (index === to || checks || (index > from && calls[index]!.waits)) {
          const phase = Atomics.load(words, control.phase!);
          if (Atomics.add(words, control.arrived!, 1) + 1 === threads) {
            Atomics.store(words, control.arrived!, 0);
            Atomics.add(words, control.phase!, 1);
            Atomics.notify(words, control.phase!);
          } else {
            for (let spin = 0; Atomics.load(words, control.phase!) === phase; spin++)
              if (spin > SPINS) Atomics.wait(words, control.phase!, phase);
          }
          failed = Atomics.load(words, control.failed!) === 1;
          if (failed) break;
          passed = !checks || new Int32Array(memory.buffer, guard.verdict, 1)[0] === 1;
          if (!passed) break;
        }
        if (isTimed) times[index] = performance.now();
        if (index === to) break;
        const { given } = calls[index]!;
        if (given.length === 0) continue;
        try {
          entries[index]!(...given);
        } catch (error) {
          // The first to trap tells, and at once: one that is behind may see it and leave, and the others wait for it
          // until the team is ended.
          if (Atomics.compareExchange(words, control.failed!, 0, 1) === 0)
            port.postMessage({ kind: "trap", message: String(error) });
        }
      }
      if (thread === 0 && !failed) port.postMessage({ kind: "done", passed });
    }
  };
}
