import { importsOf } from "../host-functions.ts";
import type { Tape } from "../tape.ts";
import type { Crew, LoadedCode } from "./crew.ts";

type Entry = (...given: number[]) => void;

/** Plays on the thread that asks. */
export function solo(memory: WebAssembly.Memory): Crew {
  return {
    threads: 1,
    async load(bytes) {
      const { instance } = await WebAssembly.instantiate(bytes, importsOf(memory));
      return new SoloCode(memory, instance.exports as Readonly<Record<string, Entry>>);
    },
    async dispose() {},
  };
}

class SoloCode implements LoadedCode {
  private calls: readonly { readonly entry: Entry; readonly given: readonly number[] }[] = [];
  private guard: Tape["guard"] = null;
  times = new Float64Array(0);
  timed = false;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly exports: Readonly<Record<string, Entry>>,
  ) {}

  async play([tape]: readonly Tape[]): Promise<void> {
    this.guard = tape!.guard;
    this.calls = tape!.calls.map(({ entry, given }) => ({ entry: this.exports[entry]!, given }));
    this.times = new Float64Array(this.calls.length + 1);
  }

  run(from: number, to: number): boolean {
    const { calls, guard, times, timed } = this;
    for (let index = from; index < to; index++) {
      if (timed) times[index] = performance.now();
      const { entry, given } = calls[index]!;
      entry(...given);
      if (index + 1 === guard?.after && new Int32Array(this.memory.buffer, guard.verdict, 1)[0] !== 1)
        return false;
    }
    if (timed) times[to] = performance.now();
    return true;
  }
}
