import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import type { Backend } from "../backends/backend.ts";
import { leader } from "./crew/leader.ts";
import { solo } from "./crew/solo.ts";
import { isPage, mostThreads } from "./crew/spawn.ts";
import { Team } from "./crew/team.ts";
import { type Heap, held, MEMORY_LIMIT, sharedHeap, tfjsHeap } from "./heap.ts";
import { type Crews, WasmSession } from "./wasm-session.ts";

/** To be called before tfjs starts the backend. `paths`: where a browser finds the .wasm files. */
export function prepareWasm(paths: string | undefined): void {
  // The threaded build never runs more than one thread and exports no memory.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (paths !== undefined) setWasmPaths(paths);
}

/** Some 20 µs': with less for each, waiting for each other costs threads more than they gain. */
const LEAST_LED_OPERATIONS = 1e6;
/** About a millisecond's: below it, messages to workers and back cost too much of what they gain. */
const LEAST_SHARED_OPERATIONS = 3e7;
/** Some ten milliseconds': from here on messages are nothing, and this thread is not to be held up for so long. */
const LEAST_FREE_OPERATIONS = 5e8;

/** Plans run on kernels of our own, in the memory of tfjs with one thread, in a shared one with several. */
export function wasmBackend(tfjs: BackendWasm): Backend {
  const backend: Backend = {
    name: "wasm",
    memoryLimit: MEMORY_LIMIT,
    threadsFor: ({ operations }, wanted = mostThreads()) =>
      Math.max(1, Math.min(wanted, mostThreads(), Math.floor(operations / LEAST_LED_OPERATIONS))),
    held: () => held.pieces,
    async open({ threads = 1, ...least } = {}) {
      // Half a thread would be waited for in vain.
      const most = Math.floor(Math.min(threads, mostThreads()));
      const { heap, ...crews } = (most > 1 ? await together(most) : null) ?? onOne(tfjs);
      return new WasmSession(backend, heap, {
        ...crews,
        leastLedOperations: LEAST_LED_OPERATIONS,
        leastSharedOperations: LEAST_SHARED_OPERATIONS,
        // What a page shows is not to stop for what others can do.
        leastFreeOperations: isPage() ? LEAST_SHARED_OPERATIONS : LEAST_FREE_OPERATIONS,
        ...least,
      });
    },
  };
  return backend;
}

type Workplace = { readonly heap: Heap } & Pick<Crews, "alone" | "short" | "medium" | "team">;

function onOne(tfjs: BackendWasm): Workplace {
  const heap = tfjsHeap(tfjs);
  const alone = solo(heap.memory);
  return { heap, alone, short: alone, medium: alone, team: alone };
}

/** Null in a page whose policy refuses the workers, and where so large a memory cannot be shared. */
async function together(threads: number): Promise<Workplace | null> {
  try {
    const team = await Team.of(threads);
    const heap = sharedHeap();
    return {
      heap,
      alone: solo(heap.memory),
      short: leader(team, heap.memory, ["alone", "led"]),
      medium: leader(team, heap.memory, ["together", "led", "alone"]),
      team: team.crew(heap.memory),
    };
  } catch {
    return null;
  }
}
