import type { TypedArray } from "../typed-array.ts";

/** What a step put out: copies, for the memory it was computed in is the next step's, whoever asks for one. */
export class StepOutputs {
  constructor(private readonly copies: ReadonlyMap<string, TypedArray>) {}

  names(): readonly string[] {
    return [...this.copies.keys()];
  }

  /** An output's values, row-major. Throws `RangeError` for a name the plan does not put out. */
  async values(name: string): Promise<TypedArray> {
    const values = this.copies.get(name);
    if (values === undefined) throw new RangeError(`no output is named ${name}`);
    return values;
  }
}
