/** What softmax cross-entropy and its gradient share, over logits [B, K]. */
import { demand } from "../error.ts";
import type { NDArray } from "../nd-array.ts";
import type { TensorType } from "../program.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkRank } from "./check.ts";

export interface SoftTarget {
  /** The target's weight at the label. */
  readonly on: number;
  /** Its weight at each other class. */
  readonly off: number;
}

/** S, the target's sum: 1 for a distribution, yet mixing terms may carry their own weight. */
export function targetSum({ on, off }: SoftTarget, classes: number): number {
  return on + (classes - 1) * off;
}

export function checkLogits(name: string, logits: TensorType, labels: TensorType): void {
  checkRank(name, logits, 2);
  demand(
    sameShape(labels.shape, [logits.shape[0]!]),
    name,
    () => `labels ${formatShape(labels.shape)} for logits ${formatShape(logits.shape)}`,
  );
}

/** For each row: its logits, its label, log Σ e^z (from the row's maximum, so that nothing overflows). */
export function logitRows(logits: NDArray, labels: NDArray) {
  const classes = logits.shape[1]!;
  return Array.from(labels.data, (label, row) => {
    demand(label >= 0 && label < classes, "softmax_cross_entropy", () => `no class ${label}`);
    const z = logits.data.subarray(row * classes, (row + 1) * classes);
    const top = Math.max(...z);
    const logSumExp = top + Math.log(z.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    return { z, label, logSumExp };
  });
}
