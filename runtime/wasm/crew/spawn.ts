import { hostFunctions } from "../host-functions.ts";
import { playInStep } from "./play-in-step.ts";
import { type Answer, control, type Message, work } from "./work.ts";

/** A worker, in Node or in a page. */
export interface Hand {
  post(message: Message): void;
  /** What is called with each answer. */
  onAnswer: (answer: Answer) => void;
  /** What is called when it ended by itself, or was not allowed to begin. */
  onEnd: (reason: string) => void;
  /** While it is busy the process must not end; an idle worker holds nobody up. */
  setBusy(isBusy: boolean): void;
  terminate(): void;
}

interface NodeWorker {
  postMessage(message: Message): void;
  on(event: "message", listener: (answer: Answer) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "exit", listener: (code: number) => void): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

interface WorkerThreads {
  readonly Worker: new (source: string, options: { readonly eval: true }) => NodeWorker;
}

/** Node, as far as it shows itself to a program that imports nothing of it. */
interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: string) => WorkerThreads | undefined };
}

/** How many threads can run at once; 1 where memory cannot be shared: pages that are not cross-origin isolated. */
export function mostThreads(): number {
  if (typeof SharedArrayBuffer === "undefined") return 1;
  return Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);
}

/** Whether this thread is that of a page, which may not sleep. */
export function isPage(): boolean {
  return typeof window !== "undefined";
}

/** Starts a worker. */
export function spawn(): Hand {
  const functions = hostFunctions.map((host) => `${host.name}: ${host.source}`).join(", ");
  const program = (port: string): string =>
    `(${work})(${port}, ${JSON.stringify(control)}, { ${functions} }, ${playInStep});`;
  const threads = (globalThis as Host).process?.getBuiltinModule?.("node:worker_threads");
  return threads === undefined
    ? pageHand(program("globalThis"))
    : nodeHand(new threads.Worker(program('require("node:worker_threads").parentPort'), { eval: true }));
}

function nodeHand(worker: NodeWorker): Hand {
  const hand: Hand = {
    post: (message) => worker.postMessage(message),
    onAnswer: () => {},
    onEnd: () => {},
    setBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
  worker.on("message", (answer) => hand.onAnswer(answer));
  worker.on("error", (error) => hand.onEnd(String(error)));
  worker.on("exit", (code) => hand.onEnd(`its exit code is ${code}`));
  worker.unref();
  return hand;
}

function pageHand(source: string): Hand {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  const hand: Hand = {
    post: (message) => worker.postMessage(message),
    onAnswer: () => {},
    onEnd: () => {},
    setBusy: () => {},
    terminate: () => worker.terminate(),
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>) => hand.onAnswer(data);
  // A worker that a content security policy refuses fails with an event that says nothing.
  worker.onerror = (event) => hand.onEnd(event instanceof ErrorEvent ? event.message : "refused");
  return hand;
}
