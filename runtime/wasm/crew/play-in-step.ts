import type { Port, WorkerCall } from "./work.ts";

/** What one thread plays, bound to its functions. */
export interface Part {
  readonly calls: readonly WorkerCall[];
  /** The function of each call. */
  readonly entries: readonly ((...given: number[]) => void)[];
  /** After this many calls the i32 at `verdict` must be 1, or the step is refused. */
  readonly guard: { readonly after: number; readonly verdict: number } | null;
  readonly memory: WebAssembly.Memory;
}

/** The team, as one of its threads sees it. */
export interface Place {
  /** The control block. */
  readonly words: Int32Array;
  readonly threads: number;
  /** Whether this thread may sleep; that of a page may not. */
  readonly maySleep: boolean;
  /** How long to wait for the others, in milliseconds: a worker may have died, and who leads hears of it from nobody. */
  readonly patience: number;
  /** Who is told what a kernel threw, by the first thread that traps. */
  readonly port: Pick<Port, "postMessage">;
}

export type Ending = "passed" | "refused" | "failed";

/**
 * Plays the calls `from` up to `to`, without `to`, in step with the other threads: before a call that waits all have come
 * that far, and so they have at the end. Like `work` it refers to nothing outside of itself.
 *
 * @param times is given when each call began, and when the last one ended; null to take none
 * @returns "refused" when the guard stopped all threads, "failed" when a kernel trapped on some thread
 */
export function playInStep(
  { words, threads, maySleep, patience, port }: Place,
  { calls, entries, guard, memory }: Part,
  control: Readonly<Record<string, number>>,
  from: number,
  to: number,
  times: Float64Array | null,
): Ending {
  const SPINS = 4000;
  // One round more: all are done before anybody says so.
  for (let index = from; index <= to; index++) {
    const checks = guard !== null && index === guard.after && index > from;
    if (index === to || checks || (index > from && calls[index]!.waits)) {
      const phase = Atomics.load(words, control.phase!);
      if (Atomics.add(words, control.arrived!, 1) + 1 === threads) {
        Atomics.store(words, control.arrived!, 0);
        Atomics.add(words, control.phase!, 1);
        Atomics.notify(words, control.phase!);
      } else {
        for (let spin = 0, since = 0; Atomics.load(words, control.phase!) === phase; spin++) {
          if (spin < SPINS) continue;
          // Who led and trapped is waited for in vain; workers in the same place are ended.
          if (Atomics.load(words, control.failed!) === 1) break;
          if (spin === SPINS) since = performance.now();
          else if (performance.now() - since > patience) {
            if (Atomics.compareExchange(words, control.failed!, 0, 1) === 0)
              port.postMessage({ kind: "lost" });
            break;
          }
          if (maySleep) Atomics.wait(words, control.phase!, phase, 100);
        }
      }
      if (Atomics.load(words, control.failed!) === 1) return "failed";
      if (checks && new Int32Array(memory.buffer, guard.verdict, 1)[0] !== 1) return "refused";
    }
    if (times !== null) times[index] = performance.now();
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
  return "passed";
}
