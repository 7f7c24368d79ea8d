import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { numberIn, sortCategories } from "./cells.ts";
import { fitAffine } from "./fit-affine.ts";
import type { FittedColumn } from "./fitted-fields.ts";
import { mean, median, mostFrequent } from "./statistics.ts";
import type { MissingPolicy, TransformPlan } from "./transform-plan.ts";

/** The training part of one column, as text. */
export interface TrainingColumn {
  readonly field: string;
  readonly column: string;
  readonly cells: readonly string[];
}

/**
 * Learns from the training part how a column becomes numbers. It is numeric when more than half of its values are
 * numbers (a word among numbers is then reported as a mistake and not taken for a category), unless it is to be
 * a category whatever it holds, as a class label is.
 */
export function fitColumn(
  { field, column, cells }: TrainingColumn,
  plan: TransformPlan,
  missing: ReadonlySet<string>,
  alwaysCategory: boolean,
): Outcome<FittedColumn> {
  const present = cells.filter((cell) => !missing.has(cell));
  if (present.length === 0) return failure(diagnose("column-without-values", { column }, null));
  const numbers = present.map(numberIn).filter((value) => value !== undefined);
  const numeric = !alwaysCategory && 2 * numbers.length > present.length;
  if (numeric) {
    const fill = fillForNumbers(numbers, plan.missing);
    return success({ kind: "number", column, ...fitAffine(numbers, plan.numbers), fill });
  }
  if (plan.coding === null) {
    const value = present.find((cell) => numberIn(cell) === undefined) ?? present[0]!;
    return failure(diagnose("categories-without-transform", { field, column, value }, null));
  }
  const categories = sortCategories(new Set(present));
  const fill = fillForCategories(present, categories, plan.missing);
  return success({ kind: "category", column, categories, coding: plan.coding, fill });
}

function fillForNumbers(numbers: readonly number[], policy: MissingPolicy | null): number | null {
  switch (policy) {
    case "median":
      return median(numbers);
    case "mean":
      return mean(numbers);
    case "most_frequent":
      return mostFrequent(numbers) ?? null;
    case "zero":
      return 0;
    case "drop":
    case null:
      return null;
  }
}

/** Categories have no median and no mean: the most frequent one stands in for both. `zero` is none of them. */
function fillForCategories(
  present: readonly string[],
  categories: readonly string[],
  policy: MissingPolicy | null,
): number | null {
  switch (policy) {
    case "median":
    case "mean":
    case "most_frequent":
      return categories.indexOf(mostFrequent(present)!);
    case "zero":
      return -1;
    case "drop":
    case null:
      return null;
  }
}
