import type { FieldType, LoadedField } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { TensorType, Value } from "../program/program.ts";
import type { Definition } from "./definition.ts";
import type { LayerName } from "./layers/index.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** What a target says: a distribution over classes, independent yes-or-no questions, or plain numbers. */
export type TargetKind = "categorical" | "binary" | "numeric";

/** A prediction and a target that do not fit: words for the user. */
export interface TargetProblem {
  readonly problem: string;
  readonly hint?: string;
}

/** The data loss: what it asks of prediction and target, and one number per example. */
export interface LossDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /** Label smoothing and other target techniques act on `categorical` and `binary` targets only. */
  readonly target: TargetKind;
  /** Where the prediction is logits: the layers that it applies to them, or that change nothing before it. */
  readonly applies?: readonly [layer: LayerName, ...unchanging: LayerName[]];
  /** Shapes without the batch. Null when they fit. */
  readonly check: (prediction: FieldType, target: LoadedField, options: OptionsOf<S>) => TargetProblem | null;
  /**
   * The type in which the step program takes the target from the batch, `[B, …]`: labels are i32 class indices
   * however they were asked for (one-hot rows are made inside, where a pass can remove them); anything else has
   * the prediction's shape. The runtime gives the field's values in this shape and dtype.
   */
  readonly batchTarget: (prediction: TensorType, options: OptionsOf<S>) => TensorType;
  /** The batch's target as numbers of the prediction's shape, on which target techniques act (0.5, step 3). */
  readonly expand: (builder: Builder, target: Value, prediction: Value, options: OptionsOf<S>) => Value;
  /** The loss of each example, `[B]`; `target` is the expanded one. */
  readonly value: (context: {
    readonly builder: Builder;
    readonly prediction: Value;
    readonly target: Value;
    readonly options: OptionsOf<S>;
  }) => Value;
}

export function defineLoss<const S extends OptionSpecs>(definition: LossDefinition<S>): LossDefinition {
  return definition as unknown as LossDefinition;
}
