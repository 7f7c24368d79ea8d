import type { TapeCall } from "../tape.ts";
import { Contest } from "./contest.ts";
import type { Crew, LoadedCode, TapesFor } from "./crew.ts";
import type { Part } from "./play-in-step.ts";
import { Rhythm } from "./rhythm.ts";
import { type SoloCode, solo } from "./solo.ts";
import type { Team, TeamCode } from "./team.ts";

/** By this thread, by this thread and workers, or by workers while this thread is free. */
export type Way = "alone" | "led" | "together";

/**
 * Plays in whichever way is the fastest where runs follow each other. No rule knows that beforehand: messages to workers
 * take time, yet this thread can make the next batch while they work; and other programs may hold some cores.
 *
 * @param ways to choose from; the first is for runs that come now and then, for parts of a tape and for what is timed
 */
export function leader(team: Team, memory: WebAssembly.Memory, ways: readonly [Way, ...Way[]]): Crew {
  const [alone, together] = [solo(memory), team.crew(memory)];
  return {
    threads: team.threads,
    async load(module) {
      return new LeaderCode(team, memory, await alone.load(module), await together.load(module), ways);
    },
    dispose: () => together.dispose(),
  };
}

/** Turns in a row in which nobody is at hand before leading is given up for a while. */
const IN_VAIN = 4;

class LeaderCode implements LoadedCode {
  private part: Part | null = null;
  private readonly usual: SoloCode | TeamCode;
  private readonly rhythm = new Rhythm();
  private readonly contest: Contest;
  /** Whether the last run was played in the contest's way. */
  private counts = false;
  /** Turns in a row in which this thread was to lead and nobody was at hand. */
  private missed = 0;

  constructor(
    private readonly team: Team,
    private readonly memory: WebAssembly.Memory,
    private readonly alone: SoloCode,
    private readonly together: TeamCode,
    private readonly ways: readonly [Way, ...Way[]],
  ) {
    this.usual = ways[0] === "together" ? together : alone;
    this.contest = new Contest(ways.length);
  }

  get threadsTimed(): number {
    return this.usual.threadsTimed;
  }

  get times(): Float64Array {
    return this.usual.times;
  }

  get timed(): boolean {
    return this.usual.timed;
  }

  set timed(timed: boolean) {
    this.usual.timed = timed;
  }

  async play(tapesFor: TapesFor): Promise<readonly TapeCall[]> {
    const tapes = tapesFor(this.team.threads);
    const own = await this.alone.play(tapesFor);
    await this.together.play(() => tapes);
    const { calls, guard } = tapes[0]!;
    const entries = calls.map(({ entry }) => this.alone.exports[entry]!);
    this.part = { calls, entries, guard, memory: this.memory };
    return this.usual === this.alone ? own : calls;
  }

  run(from: number, to: number): boolean | Promise<boolean> {
    const { rhythm } = this;
    // Whoever trapped may have left a step half done, and still be at it.
    this.team.requireSound();
    if (from > 0 || to < this.usual.count || this.timed) return this.usual.run(from, to);
    const playing = this.playIn(this.nextWay(performance.now()));
    const ended = (passed: boolean): boolean => {
      rhythm.end(performance.now());
      return passed;
    };
    return typeof playing === "boolean" ? ended(playing) : playing.then(ended);
  }

  private nextWay(now: number): Way {
    const cycle = this.rhythm.begin(now);
    // From one begin to the next: this thread may be able to make the next batch meanwhile, or may not.
    if (cycle !== null && this.counts) this.contest.took(cycle);
    this.counts = cycle !== null;
    return this.ways[cycle === null ? 0 : this.contest.way]!;
  }

  private playIn(way: Way): boolean | Promise<boolean> {
    const { team, part, alone, together, usual } = this;
    if (way === "alone" || part === null) return alone.run(0, alone.count);
    if (way === "together") return together.run(0, together.count);
    const lookOut = this.rhythm.lookOut();
    if (team.isAtHand()) {
      this.missed = 0;
      return team.lead(together.code, part, lookOut);
    }
    // They sleep, or have no core yet: this run is played as usual, and the next one may find them.
    this.counts = false;
    this.missed += 1;
    if (this.missed === IN_VAIN) {
      this.missed = 0;
      this.contest.forfeit();
    }
    if (usual === together) return team.run(together.code, 0, together.count, { lookOut });
    team.wake(lookOut);
    return alone.run(0, alone.count);
  }
}
