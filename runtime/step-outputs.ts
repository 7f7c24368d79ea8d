import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend, TypedArray } from "./backends/backend.ts";

/** What a step put out, read when asked for; valid until the executor's next step. */
export class StepOutputs {
  constructor(
    private readonly backend: Backend,
    private readonly tensors: ReadonlyMap<string, TensorInfo>,
  ) {}

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  /** A copy of an output's values, row-major. Throws `RangeError` for a name the plan does not put out. */
  async values(name: string): Promise<TypedArray> {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new RangeError(`no output is named ${name}`);
    return this.backend.read(tensor);
  }

  /** An output of one cell. */
  async number(name: string): Promise<number> {
    const values = await this.values(name);
    if (values.length !== 1) throw new RangeError(`${name} is not one number but ${values.length}`);
    return values[0]!;
  }
}
