import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import type { Backend } from "../backends/backend.ts";
import type { Crew } from "./crew/crew.ts";
import { solo } from "./crew/solo.ts";
import { mostThreads } from "./crew/spawn.ts";
import { Team } from "./crew/team.ts";
import { type Heap, held, MEMORY_LIMIT, sharedHeap, tfjsHeap } from "./heap.ts";
import { WasmSession } from "./wasm-session.ts";

/** To be called before tfjs starts the backend. `paths`: where a browser finds the .wasm files. */
export function prepareWasm(paths: string | undefined): void {
  // The threaded build never runs more than one thread and exports no memory.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (paths !== undefined) setWasmPaths(paths);
}

/** About a millisecond's: below it, waiting for each other costs threads more than they gain. */
const LEAST_SHARED_OPERATIONS = 3e7;

/** Plans run on kernels of our own, in the memory of tfjs with one thread, in a shared one with several. */
export function wasmBackend(tfjs: BackendWasm): Backend {
  const backend: Backend = {
    name: "wasm",
    memoryLimit: MEMORY_LIMIT,
    threadsFor: ({ operations }, wanted = mostThreads()) =>
      operations < LEAST_SHARED_OPERATIONS ? 1 : Math.min(wanted, mostThreads()),
    held: () => held.pieces,
    async open({ threads = 1, leastSharedOperations = LEAST_SHARED_OPERATIONS } = {}) {
      // Half a thread would be waited for in vain.
      const most = Math.floor(Math.min(threads, mostThreads()));
      const { heap, crew } = (most > 1 ? await together(most) : null) ?? alone(tfjs);
      return new WasmSession(backend, heap, crew, leastSharedOperations);
    },
  };
  return backend;
}

interface Workplace {
  readonly heap: Heap;
  readonly crew: Crew;
}

function alone(tfjs: BackendWasm): Workplace {
  const heap = tfjsHeap(tfjs);
  return { heap, crew: solo(heap.memory) };
}

/** Null in a page whose policy refuses the workers, and where so large a memory cannot be shared. */
async function together(threads: number): Promise<Workplace | null> {
  try {
    const team = await Team.of(threads);
    const heap = sharedHeap();
    return { heap, crew: team.crew(heap.memory) };
  } catch {
    return null;
  }
}
