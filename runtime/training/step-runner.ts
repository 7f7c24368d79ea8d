import type { FieldType } from "../../compiler/ir/model.ts";
import type { HostScalar } from "../../compiler/program/host-scalar.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { StoredTensor } from "../checkpoint/safetensors.ts";
import type { NonFinite } from "../non-finite.ts";
import type { StepFeed } from "../step-feed.ts";

/** One tensor of a run's state. */
export interface StateTensor extends TensorType {
  readonly name: string;
  readonly kind: "parameter" | "state" | "slot";
  /** Whether evaluating reads it: such tensors are what early stopping keeps of the best epoch. */
  readonly evaluated: boolean;
}

/** What one program takes and gives, whatever the batch's size. */
export interface ProgramInterface {
  /** Batch fields, without the batch dimension. */
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly scalars: ReadonlyMap<string, HostScalar>;
  /** Noise sites. */
  readonly keys: readonly string[];
  /** `loss.data`, `loss.penalty.<name>`, `loss.total`, `metric.<name>.<term>`. */
  readonly outputs: readonly string[];
}

export type StepReport =
  /** The scalars that the program puts out, by name. */
  | { readonly outputs: Readonly<Record<string, number>>; readonly fault: null }
  /** Something was not finite; the state is as it was before the step. */
  | { readonly outputs: null; readonly fault: NonFinite };

/** What the training loop needs of those who run steps. */
export interface StepRunner {
  readonly backend: string;
  readonly tensors: readonly StateTensor[];
  readonly trainProgram: ProgramInterface;
  readonly evaluateProgram: ProgramInterface;
  /**
   * One update on a batch of `size` examples; the feed's arrays are to stay as they are until it is done.
   *
   * @param meanwhile called while others are at work on it; not where this thread has to do it
   */
  readonly train: (size: number, feed: StepFeed, meanwhile?: () => void) => Promise<StepReport>;
  /** Losses and terms of metrics on a batch; changes nothing. */
  readonly evaluate: (size: number, feed: StepFeed, meanwhile?: () => void) => Promise<StepReport>;
  /** A copy of a tensor's values. */
  readonly get: (name: string) => Promise<StoredTensor["values"]>;
  readonly set: (name: string, values: StoredTensor["values"]) => void;
}
