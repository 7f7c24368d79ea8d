import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { StepOutputs } from "../backends/backend.ts";
import type { TypedArray } from "../typed-array.ts";
import type { TensorBackend } from "./tensor-backend.ts";

export class TensorOutputs implements StepOutputs {
  constructor(
    private readonly backend: TensorBackend,
    private readonly tensors: ReadonlyMap<string, TensorInfo>,
  ) {}

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  async values(name: string): Promise<TypedArray> {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new RangeError(`no output is named ${name}`);
    return this.backend.read(tensor);
  }
}
