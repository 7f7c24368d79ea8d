import type { Model } from "../compiler/ir/model.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import { definitionOf } from "../compiler/synthesize/definition-of.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { Dataset, Part } from "./data/dataset.ts";
import { diagnose } from "./diagnostics/diagnose.ts";

/**
 * Whether a loss can take the target's values. Against numbers outside of 0 … 1, binary cross-entropy has no least
 * value: training would follow it to minus infinity.
 */
export function checkTarget({ loss }: Pick<Model, "loss">, dataset: Dataset): readonly Diagnostic[] {
  if (definitionOf.loss(loss.name).target !== "binary") return [];
  const parts = { training: dataset.train, validation: dataset.validation, test: dataset.test };
  for (const [part, examples] of Object.entries(parts)) {
    const value = examples === null ? undefined : firstOutside(examples, loss.target);
    if (value === undefined) continue;
    return [diagnose("target-out-of-range", { field: loss.target, loss: loss.name, part, value }, null)];
  }
  return [];
}

/** The first number of a field that is no probability; classes coded one-hot always are. */
function firstOutside({ fields, rows }: Part, field: string): number | undefined {
  const target = fields[field];
  if (target === undefined || target.encoding.kind !== "affine") return undefined;
  const { type, values, encoding } = target;
  const width = sizeOf(type.shape);
  for (const row of rows) {
    for (let place = row * width; place < (row + 1) * width; place++) {
      const value = Math.fround(encoding.scale * values[place]! + encoding.offset);
      if (value < 0 || value > 1) return value;
    }
  }
  return undefined;
}
