import type { Builder } from "../../program/builder.ts";
import { sizeOf } from "../../program/nd-array.ts";
import type { TensorType, Value } from "../../program/program.ts";
import type { TargetKind, TargetProblem } from "../loss.ts";

/** How many numbers were compared, as a term. */
export function countOf(b: Builder, compared: TensorType): Value {
  return b.constant(sizeOf(compared.shape));
}

/** Why a metric of answers is not defined for plain numbers. */
export function numericRefusal(metric: string, target: TargetKind): TargetProblem | null {
  return target === "numeric"
    ? { problem: `\`${metric}\` needs classes; this target is a number`, hint: "use `r2`, `mae` or `rmse`" }
    : null;
}

/** Why a metric of numbers is not defined for classes. */
export function classRefusal(metric: string, target: TargetKind): TargetProblem | null {
  return target === "numeric"
    ? null
    : { problem: `\`${metric}\` needs a numeric target; this one is a class`, hint: "use `accuracy`" };
}
