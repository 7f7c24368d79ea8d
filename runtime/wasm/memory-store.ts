import { BYTES_OF } from "../../compiler/plan/lay-out-arena.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { StateStore } from "../backends/backend.ts";
import type { TypedArray } from "../typed-array.ts";
import { cellsOf } from "./cells-of.ts";
import type { Heap } from "./heap.ts";

/** State at fixed addresses: an update overwrites it, and nothing is ever moved. */
export class MemoryStore implements StateStore {
  private readonly tensors = new Map<string, TensorType & { readonly address: number }>();
  private disposed = false;

  /** @param inTurn runs a job when the step under way, if there is one, is done */
  constructor(
    private readonly heap: Heap,
    private readonly inTurn: <T>(job: () => Promise<T>) => Promise<T>,
  ) {}

  set(name: string, values: TypedArray, { shape, dtype }: TensorType): void {
    this.requireLive();
    if (values.length !== sizeOf(shape))
      throw new RangeError(`${name} [${shape.join(", ")}] cannot hold ${values.length} values`);
    const bytes = values.length * BYTES_OF[dtype];
    const held = this.tensors.get(name);
    // Plans know its address, and what lies behind it is another's.
    if (held !== undefined && sizeOf(held.shape) * BYTES_OF[held.dtype] !== bytes)
      throw new RangeError(`${name} is [${held.shape.join(", ")}] and cannot become [${shape.join(", ")}]`);
    const address = held?.address ?? this.heap.allocate(bytes);
    this.tensors.set(name, { shape, dtype, address });
    cellsOf(this.heap.memory, address, { shape, dtype }).set(values);
  }

  get(name: string): Promise<TypedArray> {
    return this.inTurn(async () => {
      const { address, ...type } = this.tensor(name);
      return cellsOf(this.heap.memory, address, type).slice() as TypedArray;
    });
  }

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  /** The tensor's type and where it lies. Throws `RangeError` for a name never set, and once disposed. */
  tensor(name: string): TensorType & { readonly address: number } {
    this.requireLive();
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new RangeError(`no state is named ${name}`);
    return tensor;
  }

  /** Throws `RangeError` once the state is disposed. */
  requireLive(): void {
    if (this.disposed) throw new RangeError("the model was disposed");
  }

  dispose(): void {
    this.tensors.clear();
    this.disposed = true;
  }
}
