import type { Tape } from "../tape.ts";
import type { Crew, LoadedCode } from "./crew.ts";
import { type Hand, spawn } from "./spawn.ts";
import { control, LISTEN, type Message } from "./work.ts";

/** Workers that play in step, and that this thread does not wait for: meanwhile it makes the next batch. */
export class Team {
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * control.words));
  private readonly hands: readonly Hand[];
  private last: Promise<unknown> = Promise.resolve();
  private abandon: (fault: Error) => void = () => {};
  private fault: Error | null = null;
  private codes = 0;

  private constructor(readonly threads: number) {
    this.hands = Array.from({ length: threads }, spawn);
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

  crew(memory: WebAssembly.Memory): Crew {
    const own: number[] = [];
    return {
      threads: this.threads,
      load: async (bytes) => {
        const module = await WebAssembly.compile(bytes);
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
      this.begin(LISTEN, 0, 0, false);
      const heard = this.hands.map((hand, thread) => answerOf(hand, () => hand.post(messageTo(thread))));
      await Promise.all(heard);
    });
  }

  run(code: number, from: number, to: number, timed: boolean): Promise<boolean> {
    return this.inTurn(
      () =>
        new Promise<boolean>((resolve) => {
          const [first] = this.hands as [Hand];
          for (const hand of this.hands) {
            hand.onAnswer = (answer) => {
              first.setBusy(false);
              if (answer.kind === "done") resolve(answer.passed);
              else if (answer.kind === "trap") this.end(`a kernel trapped: ${answer.message}`);
            };
          }
          first.setBusy(true);
          this.begin(code, from, to, timed);
        }),
    );
  }

  /** Tells each worker which one it is. */
  join(): Promise<void> {
    return this.tell((thread) => ({ kind: "join", thread, threads: this.threads, words: this.words }));
  }

  private begin(job: number, from: number, to: number, timed: boolean): void {
    Atomics.store(this.words, control.job, job);
    Atomics.store(this.words, control.from, from);
    Atomics.store(this.words, control.to, to);
    Atomics.store(this.words, control.timed, timed ? 1 : 0);
    Atomics.add(this.words, control.generation, 1);
    Atomics.notify(this.words, control.generation);
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.last.then(() => {
      if (this.fault !== null) throw this.fault;
      return new Promise<T>((resolve, reject) => {
        this.abandon = reject;
        job().then(resolve, reject);
      });
    });
    this.last = mine.catch(() => {});
    return mine;
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

class TeamCode implements LoadedCode {
  times: Float64Array = new Float64Array(0);
  timed = false;

  constructor(
    private readonly team: Team,
    private readonly code: number,
  ) {}

  async play(tapes: readonly Tape[]): Promise<void> {
    const { code } = this;
    const times = new Float64Array(new SharedArrayBuffer(8 * (tapes[0]!.calls.length + 1)));
    this.times = times;
    await this.team.tell((thread) => {
      const { calls, guard } = tapes[thread]!;
      return { kind: "play", code, calls, guard, times };
    });
  }

  run(from: number, to: number): Promise<boolean> {
    return this.team.run(this.code, from, to, this.timed);
  }
}
