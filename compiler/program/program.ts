/**
 * The step program: what will be computed. Straight-line SSA over a small set of primitives with static
 * shapes, one program each for train, evaluate and predict. The whole step (forward, losses, backward,
 * clipping, decay, update, projection, averages) is one program, so passes see across all of it.
 *
 * Programs are immutable values; passes make new ones. Values are identified by `id`, unique in a program.
 */

import type { HostScalar } from "./host-scalar.ts";
import type { PrimitiveAttributes, PrimitiveName } from "./primitive-attributes.ts";

/** `bool` holds comparisons; `i32` labels, indices and noise keys; everything differentiable is `f32`. */
export type DType = "f32" | "i32" | "bool";

export interface TensorType {
  /** Every dimension, the batch included; `[]` is a scalar. */
  readonly shape: readonly number[];
  readonly dtype: DType;
}

export interface Value extends TensorType {
  readonly id: number;
}

export type Instruction = { [K in PrimitiveName]: InstructionOf<K> }[PrimitiveName];

export interface InstructionOf<K extends PrimitiveName> {
  readonly op: K;
  readonly inputs: readonly Value[];
  readonly attributes: PrimitiveAttributes[K];
  /** One value for nearly every primitive; `fused` has as many as its expression has results. */
  readonly outputs: readonly Value[];
  /** What it belongs to, for people and for passes: a node path, `loss`, `penalty.l2`, `update.head.kernel`. */
  readonly origin: string;
}

/**
 * What feeds a program, by name:
 * - `batch`: a field of the current batch (`image`, `label`), first dimension the batch;
 * - `parameter`: a trainable tensor of the model; `state`: a non-trainable one (moving statistics);
 * - `slot`: a tensor of the optimizer or of an average (`adam.m/head.kernel`);
 * - `scalar`: a number made on the host each step from its `HostScalar` (rule F-20), f32 `[]`;
 * - `key`: two i32 words that key one noise site's counter-based stream at this step (rule 0.7), i32 `[2]`.
 */
export type ProgramInput =
  | { readonly kind: "batch" | "parameter" | "state" | "slot"; readonly name: string; readonly value: Value }
  | { readonly kind: "scalar"; readonly name: string; readonly value: Value; readonly scalar: HostScalar }
  | { readonly kind: "key"; readonly name: string; readonly value: Value };

export interface ProgramOutput {
  /** `loss.data`, `loss.penalty.<technique>`, `loss.total`, `metric.<name>.<term>`, `output.<name>`. */
  readonly name: string;
  readonly value: Value;
}

/** After the step, the input of this name (a parameter, state or slot) holds `value`. All writes happen at once. */
export interface ProgramWrite {
  readonly name: string;
  readonly value: Value;
}

export interface Program {
  readonly name: string;
  readonly inputs: readonly ProgramInput[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly ProgramOutput[];
  readonly writes: readonly ProgramWrite[];
  /** Every id is less: where the ids of further values begin, and how long an array over all of them has to be. */
  readonly idBound: number;
}
