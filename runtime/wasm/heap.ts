import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { FreeList } from "../../compiler/plan/free-list.ts";
import { ALIGNMENT } from "../../compiler/plan/lay-out-arena.ts";
import { OutOfMemoryError } from "../backends/out-of-memory-error.ts";

/** Linear memory that one model's kernels work in. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  /** The address of so many bytes, a multiple of 64. Throws `OutOfMemoryError`. */
  allocate(bytes: number): number;
  /** Gives one piece back. */
  free(address: number): void;
  /** Gives all of it back, for others to use when nobody works in it any more. */
  dispose(idle: Promise<void>): void;
  /** Bytes in the pieces that are held. */
  readonly bytes: number;
}

/** What the pieces of all heaps are together, for those who look for leaks. */
export const held = { pieces: 0 };

/** Emscripten's exports beyond what tfjs' types say. */
interface Emscripten {
  readonly asm: { readonly memory: WebAssembly.Memory };
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
}

/** Pieces of the memory in which tfjs keeps its own tensors: one thread, and no second heap. */
export function tfjsHeap(backend: BackendWasm): Heap {
  const wasm = backend.wasm as unknown as Emscripten;
  const pieces = new Map<number, { readonly pointer: number; readonly bytes: number }>();
  const free = (address: number): void => {
    const piece = pieces.get(address);
    if (piece === undefined) return;
    pieces.delete(address);
    held.pieces--;
    wasm._free(piece.pointer);
  };
  return {
    memory: wasm.asm.memory,
    isShared: false,
    allocate(bytes) {
      // A full heap gives the null pointer and says nothing: writing there would corrupt the module.
      const pointer = bytes + ALIGNMENT < MEMORY_LIMIT ? wasm._malloc(bytes + ALIGNMENT) >>> 0 : 0;
      const fits = pointer + bytes + ALIGNMENT <= MEMORY_LIMIT;
      if (pointer !== 0 && !fits) wasm._free(pointer);
      if (pointer === 0 || !fits) throw new OutOfMemoryError("wasm");
      const address = Math.ceil(pointer / ALIGNMENT) * ALIGNMENT;
      pieces.set(address, { pointer, bytes });
      held.pieces++;
      return address;
    },
    free,
    dispose() {
      for (const address of [...pieces.keys()]) free(address);
    },
    get bytes() {
      return [...pieces.values()].reduce((sum, piece) => sum + piece.bytes, 0);
    },
  };
}

/** Kernels compare addresses as signed numbers: beyond half of what 32 bits reach they would be negative. */
export const MEMORY_LIMIT = 2 ** 31;
const PAGE = 2 ** 16;

/**
 * Shared memories that no model uses. Engines reserve gigabytes of addresses for each, of which they have some hundred,
 * and collect none that an idle worker may still refer to.
 */
const spare: WebAssembly.Memory[] = [];

/** A memory of its own that several threads see; it grows, and pieces that are free are taken again. Throws `RangeError` where there is none to be had. */
export function sharedHeap(): Heap {
  const memory =
    spare.pop() ?? new WebAssembly.Memory({ initial: 1, maximum: MEMORY_LIMIT / PAGE - 1, shared: true });
  const places = new FreeList();
  // Address 0 is nobody's, as everywhere.
  places.take(ALIGNMENT);
  const pieces = new Map<number, number>();
  let isDisposed = false;
  const free = (address: number): void => {
    const bytes = pieces.get(address);
    if (bytes === undefined) return;
    pieces.delete(address);
    held.pieces--;
    places.give(address, bytes);
  };
  return {
    memory,
    isShared: true,
    allocate(wanted) {
      const bytes = Math.ceil(Math.max(wanted, 1) / ALIGNMENT) * ALIGNMENT;
      const address = places.take(bytes);
      pieces.set(address, bytes);
      held.pieces++;
      const missing = address + bytes - memory.buffer.byteLength;
      try {
        if (missing > 0) grow(memory, Math.ceil(missing / PAGE));
      } catch (error) {
        free(address);
        throw error;
      }
      return address;
    },
    free,
    dispose(idle) {
      if (isDisposed) return;
      isDisposed = true;
      held.pieces -= pieces.size;
      pieces.clear();
      idle.then(
        () => spare.push(memory),
        () => {},
      );
    },
    get bytes() {
      return [...pieces.values()].reduce((sum, bytes) => sum + bytes, 0);
    },
  };
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (error) {
    throw error instanceof RangeError ? new OutOfMemoryError("wasm") : error;
  }
}
