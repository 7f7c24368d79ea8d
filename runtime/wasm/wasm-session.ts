import type { Plan } from "../../compiler/plan/plan.ts";
import type { Backend, Session } from "../backends/backend.ts";
import type { Target } from "./assembler/module-builder.ts";
import { detectTarget } from "./detect-target.ts";
import type { Heap } from "./heap.ts";
import { importsOf } from "./host-functions.ts";
import { MemoryStore } from "./memory-store.ts";
import { WasmExecutor } from "./wasm-executor.ts";

/** A piece of the heap that all executors use in turn, as large as the largest of them wants. */
interface Piece {
  readonly address: number;
  readonly bytes: number;
}

/** One model in linear memory: its state, and one arena in which the steps of all its plans work, one at a time. */
export class WasmSession implements Session {
  readonly state: MemoryStore;
  readonly target: Target;
  private arenaPiece: Piece = { address: 0, bytes: 0 };
  private scratchPiece: Piece = { address: 0, bytes: 0 };

  constructor(
    readonly backend: Backend,
    readonly heap: Heap,
  ) {
    this.state = new MemoryStore(heap);
    this.target = detectTarget(heap.isShared);
  }

  async load(plan: Plan): Promise<WasmExecutor> {
    if (plan.backend !== this.backend.name)
      throw new RangeError(`a plan for ${plan.backend} cannot run on ${this.backend.name}`);
    this.state.requireLive();
    return WasmExecutor.load(plan, this);
  }

  async instantiate(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Exports> {
    const { instance } = await WebAssembly.instantiate(bytes, importsOf(this.heap.memory));
    return instance.exports;
  }

  /** The address of the arena, once it holds so many bytes; it may move when it grows. */
  arena(bytes: number): number {
    this.arenaPiece = this.enlarged(this.arenaPiece, bytes);
    return this.arenaPiece.address;
  }

  scratch(bytes: number): number {
    this.scratchPiece = this.enlarged(this.scratchPiece, bytes);
    return this.scratchPiece.address;
  }

  dispose(): void {
    this.state.dispose();
    this.heap.dispose();
  }

  private enlarged(piece: Piece, bytes: number): Piece {
    if (bytes <= piece.bytes) return piece;
    if (piece.bytes > 0) this.heap.free(piece.address);
    return { address: this.heap.allocate(bytes), bytes };
  }
}
