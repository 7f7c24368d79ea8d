import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { StateStore } from "../backends/backend.ts";
import type { TypedArray } from "../typed-array.ts";
import type { TensorBackend } from "./tensor-backend.ts";

/**
 * The state of a run by name: parameters, moving statistics, slots of the optimizer. The executors of several
 * plans (train, its shorter last batch, evaluate, predict) share one.
 */
export class TensorStore implements StateStore {
  private readonly tensors = new Map<string, TensorInfo>();
  private disposed = false;

  constructor(readonly backend: TensorBackend) {}

  /** Makes or replaces a tensor. Throws `RangeError` when the number of values is not the shape's. */
  set(name: string, values: TypedArray, type: TensorType): void {
    if (values.length !== sizeOf(type.shape))
      throw new RangeError(`${name} [${type.shape.join(", ")}] cannot hold ${values.length} values`);
    this.adopt(name, this.backend.upload(values, type));
  }

  /** A copy of the values, row-major. */
  async get(name: string): Promise<TypedArray> {
    return this.backend.read(this.tensor(name));
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  /** The tensor itself; it stays the store's. Throws `RangeError` for a name never set, and once disposed. */
  tensor(name: string): TensorInfo {
    this.requireLive();
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new RangeError(`no state is named ${name}`);
    return tensor;
  }

  /** Takes over a tensor, unless it is the one already held: a kernel may have written the state in place. */
  adopt(name: string, tensor: TensorInfo): void {
    const held = this.tensors.get(name);
    if (held?.dataId === tensor.dataId) return;
    if (held !== undefined) this.backend.dispose(held);
    this.tensors.set(name, tensor);
  }

  /** Throws `RangeError` once the state is disposed. */
  requireLive(): void {
    if (this.disposed) throw new RangeError("the model was disposed");
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) this.backend.dispose(tensor);
    this.tensors.clear();
    this.disposed = true;
  }
}
