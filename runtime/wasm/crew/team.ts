import type { TapeCall } from "../tape.ts";
import type { Crew, LoadedCode, TapesFor } from "./crew.ts";
import { type Ending, type Part, type Place, playInStep } from "./play-in-step.ts";
import { type Hand, isPage, spawn } from "./spawn.ts";
import { type Answer, control, LISTEN, type Message } from "./work.ts";

/** How long who leads waits for the others, in milliseconds: a hundred times as long as such work takes, and more. */
const PATIENCE = 5000;
/** Those that tell all workers, the first one too. */
const GENERATIONS: readonly number[] = [control.firstGeneration, control.generation];

/** Workers that play in step, and that this thread does not wait for: meanwhile it makes the next batch. */
export class Team {
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * control.words));
  private readonly hands: readonly Hand[];
  private last: Promise<unknown> = Promise.resolve();
  private abandon: (fault: Error) => void = () => {};
  private fault: Error | null = null;
  private codes = 0;
  /** Jobs that are under way or wait for their turn. */
  private jobs = 0;
  private readonly place: Place;

  private constructor(readonly threads: number) {
    this.hands = Array.from({ length: threads }, spawn);
    const port = { postMessage: (answer: Answer) => this.hear(answer) };
    this.place = { words: this.words, threads, maySleep: !isPage(), patience: PATIENCE, port };
    for (const hand of this.hands) hand.onEnd = (reason) => this.end(`a worker ended: ${reason}`);
  }

  /**
   * The team of so many threads: workers are started once and serve all sessions, one job after the other. Rejects
   * where they may not be started.
   */
  static of(threads: number): Promise<Team> {
    const known = teams.get(threads) ?? start(new Team(threads));
    teams.set(threads, known);
    return known;
  }

  /** Those who do long work while this thread is free. */
  crew(memory: WebAssembly.Memory): Crew<TeamCode> {
    const own: number[] = [];
    return {
      threads: this.threads,
      load: async (module) => {
        const code = ++this.codes;
        own.push(code);
        await this.tell(() => ({ kind: "load", code, module, memory }));
        return new TeamCode(this, code);
      },
      dispose: () => this.tell(() => ({ kind: "forget", codes: own })),
    };
  }

  /** Has every worker take a message in, once the jobs so far are done. */
  tell(messageTo: (thread: number) => Message): Promise<void> {
    return this.inTurn(async () => {
      this.begin(LISTEN, 0, 0);
      const heard = this.hands.map((hand, thread) => answerOf(hand, () => hand.post(messageTo(thread))));
      await Promise.all(heard);
    });
  }

  /** Has all workers play calls of a job while this thread is free. */
  run(code: number, from: number, to: number, { timed = false, lookOut = 0 } = {}): Promise<boolean> {
    return this.inTurn(
      () =>
        new Promise<boolean>((resolve) => {
          const [first] = this.hands as [Hand];
          for (const hand of this.hands) {
            hand.onAnswer = (answer) => {
              first.setBusy(false);
              if (answer.kind === "done") resolve(answer.passed);
              else this.hear(answer);
            };
          }
          first.setBusy(true);
          this.set(timed, lookOut);
          this.begin(code, from, to);
        }),
    );
  }

  /** Tells each worker which one it is. */
  join(): Promise<void> {
    return this.tell((thread) => ({ kind: "join", thread, threads: this.threads, words: this.words }));
  }

  /** Whether all are awake and free, so that this thread can lead. */
  isAtHand(): boolean {
    if (this.fault !== null || this.jobs > 0) return false;
    return Atomics.load(this.words, control.awake) === this.threads - 1;
  }

  /** Wakes who is led, for the next time: nobody waits for them to come. */
  wake(lookOut: number): void {
    if (this.fault !== null || this.jobs > 0) return;
    this.set(false, lookOut);
    Atomics.notify(this.words, control.generation);
  }

  /**
   * Plays a job at once, this thread as the first, and waits for the others: for work that is over before a message
   * would have come. Only for who `isAtHand`.
   *
   * @param part the first tape
   * @param lookOut for how many milliseconds the others look out for the next job afterwards
   */
  lead(code: number, part: Part, lookOut: number): boolean {
    this.set(false, lookOut);
    this.begin(code, 0, part.calls.length, [control.generation]);
    const ending: Ending = playInStep(this.place, part, control, 0, part.calls.length, null);
    if (ending === "failed") this.end("a kernel trapped");
    this.requireSound();
    return ending === "passed";
  }

  /** Throws what ended the team, if something did. */
  requireSound(): void {
    if (this.fault !== null) throw this.fault;
  }

  /** How the next job is to be done. */
  private set(timed: boolean, lookOut: number): void {
    Atomics.store(this.words, control.timed, timed ? 1 : 0);
    Atomics.store(this.words, control.lookOut, 1000 * lookOut);
  }

  private begin(job: number, from: number, to: number, generations = GENERATIONS): void {
    Atomics.store(this.words, control.job, job);
    Atomics.store(this.words, control.from, from);
    Atomics.store(this.words, control.to, to);
    for (const generation of generations) {
      Atomics.add(this.words, generation, 1);
      Atomics.notify(this.words, generation);
    }
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const begin = async () => {
      this.requireSound();
      return new Promise<T>((resolve, reject) => {
        this.abandon = reject;
        job().then(resolve, reject);
      });
    };
    // Who waits for nobody begins before it goes on to other things.
    const mine = this.jobs === 0 ? begin() : this.last.then(begin);
    this.jobs++;
    const rest = () => {
      this.jobs--;
    };
    this.last = mine.then(rest, rest);
    return mine;
  }

  private hear(answer: Answer): void {
    if (answer.kind === "trap") this.end(`a kernel trapped: ${answer.message}`);
    else if (answer.kind === "lost") this.end("a worker does not answer any more");
  }

  /** The others would wait for the one that is missing. */
  private end(reason: string): void {
    if (this.fault !== null) return;
    this.fault = new Error(reason);
    teams.delete(this.threads);
    for (const hand of this.hands) hand.terminate();
    this.abandon(this.fault);
  }
}

const teams = new Map<number, Promise<Team>>();

async function start(team: Team): Promise<Team> {
  await team.join();
  return team;
}

function answerOf(hand: Hand, post: () => void): Promise<void> {
  return new Promise((resolve) => {
    hand.setBusy(true);
    hand.onAnswer = () => {
      hand.setBusy(false);
      resolve();
    };
    post();
  });
}

export class TeamCode implements LoadedCode {
  times: Float64Array = new Float64Array(1);
  timed = false;

  constructor(
    private readonly team: Team,
    readonly code: number,
  ) {}

  get threadsTimed(): number {
    return this.team.threads;
  }

  /** How many calls there are. */
  get count(): number {
    return this.times.length - 1;
  }

  async play(tapesFor: TapesFor): Promise<readonly TapeCall[]> {
    const { code, team } = this;
    const tapes = tapesFor(team.threads);
    const times = new Float64Array(new SharedArrayBuffer(8 * (tapes[0]!.calls.length + 1)));
    this.times = times;
    await team.tell((thread) => {
      const { calls, guard } = tapes[thread]!;
      return { kind: "play", code, calls, guard, times };
    });
    return tapes[0]!.calls;
  }

  run(from: number, to: number): Promise<boolean> {
    return this.team.run(this.code, from, to, { timed: this.timed });
  }
}
