import type { WasmKernelDefinition } from "../../kernel.ts";
import type { Combine } from "./combine.ts";
import { type Fold, isComplete } from "./fold.ts";
import { foldColumns, rowsTogether } from "./fold-columns.ts";
import { foldRows } from "./fold-rows.ts";
import { joinResults } from "./join-results.ts";
import { type Axis, cellsOf, mergeAxes } from "./reduced-axes.ts";

/**
 * Eight f32 at a time are joined pairwise, and what comes of them in float64, so that a sum is right to the last
 * digits of f32 at any length. What a unit reads, the shapes alone decide.
 */
export const reduce: WasmKernelDefinition<"reduce"> = ({ inputs, attributes: { combine, axes } }) => {
  const merged = mergeAxes(inputs[0]!.shape, axes);
  const fold = merged.at(-1)?.isReduced
    ? foldRows(combine, merged.slice(0, -1), merged.at(-1)!.size)
    : foldBeforeLast(combine, merged.slice(0, -2), merged.at(-2)?.size ?? 1, merged.at(-1)?.size ?? 1);
  const { axes: left, units, scratch, build } = fold;
  if (isComplete(left)) return { phases: [{ units, build }], scratch };
  return { phases: [{ units, build }, joinResults(combine, left)], scratch, workspace: 8 * cellsOf(left) };
};

function foldBeforeLast(combine: Combine, outer: readonly Axis[], rows: number, width: number): Fold {
  const together = rowsTogether(rows, width);
  const inner = [
    { size: together, isReduced: true },
    { size: width, isReduced: false },
  ];
  return foldColumns(combine, outer, rows / together, inner);
}
