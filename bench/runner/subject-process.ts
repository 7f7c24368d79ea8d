import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { implementation, type SubjectName, subjects } from "../subjects/catalogue.ts";
import { lastWords } from "../subjects/failure.ts";
import { ANSWER_CHANNEL, type Answer, type Answers, type Request } from "../subjects/protocol.ts";
import type { Task } from "../workloads/workload.ts";

/** Slower than any step of a subject that is worth waiting for. */
const PATIENCE_MILLISECONDS = 180_000;

/** One subject in a process of its own: one heap, one just-in-time compiler, nothing shared but the machine. */
export class SubjectProcess {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  private complaint = "";

  /** @param python the interpreter for subjects that need one */
  constructor(name: SubjectName, task: Task, threads: number, python: string) {
    const [command, host] =
      subjects[name].runtime === "python"
        ? [python, join(import.meta.dirname, "../subjects", name, "host.py")]
        : [process.execPath, join(import.meta.dirname, "../subjects/host.ts")];
    const file = implementation(name, task) ?? task;
    const argument = subjects[name].runtime === "python" ? file : task;
    this.child = spawn(command, [host, name, argument], {
      stdio: ["pipe", "ignore", "pipe", "pipe"],
      // Numeric libraries read their thread counts when they are loaded. Threads that wait by spinning lose whole
      // slices of time to each other on a machine that is not idle: steps of PyTorch were seen to take 20 times as long.
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(threads),
        OPENBLAS_NUM_THREADS: String(threads),
        OMP_WAIT_POLICY: "passive",
      },
    });
    this.child.stderr?.on("data", (text: Buffer) => {
      this.complaint = (this.complaint + text.toString()).slice(-4000);
    });
    // Its end shows as the end of its answers.
    this.child.on("error", (error) => {
      this.complaint = error.message;
    });
    this.child.stdin?.on("error", () => {});
    this.reader = createInterface({ input: this.child.stdio[ANSWER_CHANNEL] as Readable });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** Throws `SubjectFailure` when it cannot do what is asked, ends, or takes too long. */
  async ask<K extends Request["do"]>(request: Extract<Request, { do: K }>): Promise<Answers[K]> {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_, reject) => {
      const late = () => reject(new SubjectFailure(`no answer within ${PATIENCE_MILLISECONDS / 1000} s`));
      timer = setTimeout(late, PATIENCE_MILLISECONDS);
    });
    try {
      const { value, done } = await Promise.race([this.lines.next(), overdue]);
      if (done) {
        const words = lastWords(this.complaint);
        throw new SubjectFailure(words === null ? "the process ended" : `the process ended: ${words}`);
      }
      const answer = JSON.parse(value) as Answer<K>;
      if (!answer.ok) throw new SubjectFailure(answer.reason);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.reader.close();
    this.child.kill("SIGKILL");
  }
}

/** Why a subject has no number. */
export class SubjectFailure extends Error {
  override readonly name = "SubjectFailure";
}
