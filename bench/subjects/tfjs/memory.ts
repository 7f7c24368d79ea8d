import * as tf from "@tensorflow/tfjs";
import type { MemoryUse } from "../subject.ts";

/** What of the backend no type declares: the module and its heap. */
interface WasmBackend {
  readonly wasm?: { readonly HEAPU8: Uint8Array };
}

/** The peak of `tf.memory().numBytes` during a step, as tfjs's own profiler sees it, and the size of the heap. */
export async function tfjsMemory(step: () => Promise<unknown> | unknown): Promise<MemoryUse> {
  const { peakBytes } = await tf.profile(async () => {
    await step();
  });
  const heap = (tf.backend() as unknown as WasmBackend).wasm?.HEAPU8;
  return { peakBytes, minimumBytes: null, heapBytes: heap?.byteLength ?? null };
}
