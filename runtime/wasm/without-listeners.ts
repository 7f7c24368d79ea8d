/** Node, as far as it shows itself to a program that imports nothing of it. */
interface Host {
  readonly process?: {
    readonly listeners: (event: string) => readonly Listener[];
    readonly off: (event: string, listener: Listener) => void;
  };
}

type Listener = (...given: unknown[]) => void;

const EVENTS = ["uncaughtException", "unhandledRejection"];

/**
 * Runs `start` and takes away what it listens for in the process. Emscripten's start-up code rethrows every error that
 * nobody catches, so that Node prints a line of a hundred thousand characters, its own, above the user's.
 */
export async function withoutListeners<T>(start: () => Promise<T>): Promise<T> {
  const { process } = globalThis as Host;
  const before = EVENTS.map((event) => new Set(process?.listeners(event)));
  try {
    return await start();
  } finally {
    EVENTS.forEach((event, i) => {
      for (const listener of process?.listeners(event) ?? [])
        if (!before[i]!.has(listener)) process?.off(event, listener);
    });
  }
}
