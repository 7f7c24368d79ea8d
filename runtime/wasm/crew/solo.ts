import { importsOf } from "../host-functions.ts";
import type { Tape, TapeCall } from "../tape.ts";
import type { Crew, LoadedCode, TapesFor } from "./crew.ts";

export type Entry = (...given: number[]) => void;

/** Plays on the thread that asks. */
export function solo(memory: WebAssembly.Memory): Crew<SoloCode> {
  return {
    threads: 1,
    async load(module) {
      const { exports } = await WebAssembly.instantiate(module, importsOf(memory));
      return new SoloCode(memory, exports as Readonly<Record<string, Entry>>);
    },
    async dispose() {},
  };
}

export class SoloCode implements LoadedCode {
  private calls: readonly { readonly entry: Entry; readonly given: readonly number[] }[] = [];
  private guard: Tape["guard"] = null;
  times = new Float64Array(0);
  timed = false;
  readonly threadsTimed = 1;

  constructor(
    private readonly memory: WebAssembly.Memory,
    readonly exports: Readonly<Record<string, Entry>>,
  ) {}

  /** How many calls there are. */
  get count(): number {
    return this.calls.length;
  }

  async play(tapesFor: TapesFor): Promise<readonly TapeCall[]> {
    const [tape] = tapesFor(1) as [Tape];
    this.guard = tape.guard;
    this.calls = tape.calls.map(({ entry, given }) => ({ entry: this.exports[entry]!, given }));
    this.times = new Float64Array(this.calls.length + 1);
    return tape.calls;
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
