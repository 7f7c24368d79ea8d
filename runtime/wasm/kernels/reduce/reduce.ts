import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import type { Combine } from "./combine.ts";
import { type Fold, isComplete } from "./fold.ts";
import { foldColumns, widenRows } from "./fold-columns.ts";
import { foldRows } from "./fold-rows.ts";
import { joinResults } from "./join-results.ts";
import { cellsOf, mergeAxes, type WalkedAxis } from "./reduced-axes.ts";

/**
 * Up to eight f32 at a time are joined pairwise, and what comes of them in float64, so that a sum is right to the
 * last digits of f32 at any length. What a unit reads, the shapes alone decide.
 */
export const reduce: WasmKernelDefinition<"reduce"> = ({ inputs, attributes }) => {
  const { kernel, shape, combine, axes } = attributes;
  const merged = mergeAxes(
    shape,
    axes,
    inputs.map((input) => input.shape),
  );
  const fold = foldInnermost(combine, kernel, merged);
  const { axes: left, units, scratch, build } = fold;
  if (isComplete(left)) return { phases: [{ units, build }], scratch };
  return { phases: [{ units, build }, joinResults(combine, left)], scratch, workspace: 8 * cellsOf(left) };
};

/** Folds the last axis that is reduced, where all behind it are one; else as if one of a single cell stood before the last. */
function foldInnermost(combine: Combine, kernel: ScalarKernel, axes: readonly WalkedAxis[]): Fold {
  const nothing: WalkedAxis = { size: 1, isReduced: true, steps: new Array<number>(kernel.inputs).fill(0) };
  const last = axes.at(-1) ?? nothing;
  if (last.isReduced) return foldRows(combine, kernel, axes.slice(0, -1), last);
  const rows = axes.findLast(({ isReduced }) => isReduced) ?? nothing;
  const outer = axes.slice(0, -1).filter((axis) => axis !== rows);
  const wider = widenRows(rows, last);
  return foldColumns(combine, kernel, outer, wider.rows, wider.inner);
}
