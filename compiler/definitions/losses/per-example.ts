import type { FieldType, LoadedField } from "../../ir/model.ts";
import type { Builder } from "../../program/builder.ts";
import { sizeOf } from "../../program/nd-array.ts";
import type { TensorType, Value } from "../../program/program.ts";
import { formatShape } from "../../program/shape.ts";
import type { TargetProblem } from "../loss.ts";

/** The mean over all axes but the batch: `[B, …]` to `[B]`. */
export function meanPerExample(b: Builder, x: Value): Value {
  return b.mean(
    x,
    x.shape.slice(1).map((_, axis) => axis + 1),
  );
}

/** For losses whose target comes as numbers of the prediction's shape. */
export const numericTarget = {
  batchTarget: (prediction: TensorType): TensorType => ({ shape: prediction.shape, dtype: "f32" }),
  expand: (_: Builder, target: Value): Value => target,
} as const;

/**
 * The answers that a target holds for an example, as a shape: `[]` for one label, `[T]` for one at each position of
 * a sequence. An axis of classes (one-hot, a distribution) is no part of it.
 */
export function answersOf({ shape, dtype, classes }: LoadedField): readonly number[] {
  return classes !== null && dtype === "i32" ? shape : shape.slice(0, -1);
}

/** Plain numbers against plain numbers: as many of them. `[]` and `[1]` are the same thing to a loss. */
export function checkNumeric(prediction: FieldType, target: LoadedField): TargetProblem | null {
  if (target.classes !== null && target.classes > 2) {
    return {
      problem: `the target is a label of ${target.classes} classes, not a number`,
      hint: "use `cross_entropy` for labels",
    };
  }
  const predicted = sizeOf(prediction.shape);
  const wanted = sizeOf(target.classes === null ? target.shape : answersOf(target));
  if (predicted === wanted) return null;
  return {
    problem: `the prediction has ${predicted} numbers per example (${formatShape(prediction.shape)}) and the target ${wanted} (${formatShape(target.shape)})`,
    hint: `let the network end in \`dense(${wanted})\``,
  };
}
