/** What one primitive must say of itself; one record each, in `primitives/`. */
import type { Builder } from "./builder.ts";
import type { NDArray } from "./nd-array.ts";
import type { PrimitiveAttributes, PrimitiveName } from "./primitive-attributes.ts";
import type { TensorType, Value } from "./program.ts";

export interface DerivativeContext<K extends PrimitiveName> {
  readonly builder: Builder;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: PrimitiveAttributes[K];
  /** The gradient by each output, the output's shape; null where nothing depends on that output. */
  readonly gradients: readonly (Value | null)[];
}

export interface Primitive<K extends PrimitiveName = PrimitiveName> {
  readonly name: K;
  readonly doc: string;
  /** The outputs' types. Throws `ProgramError` on misuse: that is our bug, a user's mistake is found before. */
  readonly infer: (
    inputs: readonly TensorType[],
    attributes: PrimitiveAttributes[K],
  ) => readonly TensorType[];
  /** The meaning, in float64, slow and obviously right. */
  readonly evaluate: (inputs: readonly NDArray[], attributes: PrimitiveAttributes[K]) => readonly NDArray[];
  /** The gradient by each input as further primitives; null where it is none (integers, constants). */
  readonly differentiate: (context: DerivativeContext<K>) => readonly (Value | null)[];
}
