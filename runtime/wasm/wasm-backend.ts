import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import type { Backend } from "../backends/backend.ts";
import { mostThreads } from "./crew/spawn.ts";
import { held, MEMORY_LIMIT, sharedHeap, tfjsHeap } from "./heap.ts";
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
    threadsFor: ({ operations }) => (operations < LEAST_SHARED_OPERATIONS ? 1 : mostThreads()),
    held: () => held.pieces,
    open({ threads = 1, leastSharedOperations = LEAST_SHARED_OPERATIONS } = {}) {
      const most = Math.min(threads, mostThreads());
      return new WasmSession(backend, most > 1 ? sharedHeap() : tfjsHeap(tfjs), most, leastSharedOperations);
    },
  };
  return backend;
}
