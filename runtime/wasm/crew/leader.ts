import type { TapeCall } from "../tape.ts";
import type { Crew, LoadedCode, TapesFor } from "./crew.ts";
import type { Part } from "./play-in-step.ts";
import { type SoloCode, solo } from "./solo.ts";
import type { Team, TeamCode } from "./team.ts";

/**
 * This thread, and the workers of a team where they are at hand: for work that is too short to wait for a message and too
 * long for one thread. Who asks again and again is helped from the third time on; who asks now and then wakes nobody.
 */
export function leader(team: Team, memory: WebAssembly.Memory): Crew {
  const [alone, together] = [solo(memory), team.crew(memory)];
  return {
    threads: team.threads,
    async load(module) {
      return new LeaderCode(team, memory, await alone.load(module), await together.load(module));
    },
    dispose: () => together.dispose(),
  };
}

class LeaderCode implements LoadedCode {
  private part: Part | null = null;
  private count = 0;

  constructor(
    private readonly team: Team,
    private readonly memory: WebAssembly.Memory,
    private readonly alone: SoloCode,
    private readonly together: TeamCode,
  ) {}

  get times(): Float64Array {
    return this.alone.times;
  }

  get timed(): boolean {
    return this.alone.timed;
  }

  set timed(timed: boolean) {
    this.alone.timed = timed;
  }

  async play(tapesFor: TapesFor): Promise<readonly TapeCall[]> {
    await this.together.play(tapesFor);
    const [{ calls, guard }] = tapesFor(this.team.threads) as readonly [ReturnType<TapesFor>[number]];
    const entries = calls.map(({ entry }) => this.alone.exports[entry]!);
    this.part = { calls, entries, guard, memory: this.memory };
    const own = await this.alone.play(tapesFor);
    this.count = own.length;
    return own;
  }

  /** Parts of a tape, and what is timed, are this thread's alone. */
  run(from: number, to: number): boolean {
    const { team, part, alone, together } = this;
    const isWhole = from === 0 && to === this.count && !this.timed;
    const passed =
      isWhole && part !== null && team.isAtHand() ? team.lead(together.code, part) : alone.run(from, to);
    team.didLead();
    return passed;
  }
}
