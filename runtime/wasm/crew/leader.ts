import type { TapeCall } from "../tape.ts";
import { Backoff } from "./backoff.ts";
import type { Crew, LoadedCode, TapesFor } from "./crew.ts";
import type { Part } from "./play-in-step.ts";
import { type SoloCode, solo } from "./solo.ts";
import type { Team, TeamCode } from "./team.ts";

/** How much longer the least time that a run took is thought to be from one to the next. */
const FORGET = 1.01;
/** Runs that are judged together: the first ones are slow, as engines and caches have yet to get warm. */
const TRIAL = 32;

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
  private readonly leading = new Backoff();
  /** Of the runs that were led since the last judgement: how many there are, and how many of them were slow. */
  private led = 0;
  private slow = 0;
  /** What a run takes this thread alone, in milliseconds, about: the least of late. */
  private aloneTakes = Number.POSITIVE_INFINITY;

  constructor(
    private readonly team: Team,
    private readonly memory: WebAssembly.Memory,
    private readonly alone: SoloCode,
    private readonly together: TeamCode,
  ) {}

  /** Whoever is timed works alone. */
  readonly threadsTimed = 1;

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
    const tapes = tapesFor(this.team.threads);
    await this.together.play(() => tapes);
    const { calls, guard } = tapes[0]!;
    const entries = calls.map(({ entry }) => this.alone.exports[entry]!);
    this.part = { calls, entries, guard, memory: this.memory };
    const own = await this.alone.play(tapesFor);
    this.count = own.length;
    return own;
  }

  /**
   * Parts of a tape, and what is timed, are this thread's alone. So is everything for a while when leading took longer:
   * the others are awake then, but other programs hold their cores.
   */
  run(from: number, to: number): boolean {
    const { team, part, alone, together, leading } = this;
    // Whoever trapped may have left a step half done, and still be at it.
    team.requireSound();
    if (part === null || from > 0 || to < this.count || this.timed) return alone.run(from, to);
    const start = performance.now();
    const leads = leading.next() && team.isAtHand();
    const passed = leads ? team.lead(together.code, part) : alone.run(from, to);
    const took = performance.now() - start;
    // A coarse clock may see no time pass.
    if (!leads) this.aloneTakes = took === 0 ? this.aloneTakes : Math.min(took, FORGET * this.aloneTakes);
    else this.judge(took > this.aloneTakes);
    team.didLead();
    return passed;
  }

  private judge(wasSlow: boolean): void {
    this.led += 1;
    if (wasSlow) this.slow += 1;
    if (this.led < TRIAL) return;
    if (this.slow > TRIAL / 2) this.leading.failed();
    else this.leading.succeeded();
    this.led = 0;
    this.slow = 0;
  }
}
