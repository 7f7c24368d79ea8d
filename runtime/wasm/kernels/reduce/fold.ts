import type { PhaseContext } from "../../kernel.ts";
import type { Axis } from "./reduced-axes.ts";

/**
 * The first phase of a reduction: it folds the innermost reduced axis. Its results are f64 in the workspace, or,
 * where nothing is left to be reduced, f32 in the output.
 */
export interface Fold {
  /** Of its results, row-major: the outer axes as they were, then what folding leaves. */
  readonly axes: readonly Axis[];
  readonly units: number;
  readonly scratch: number;
  readonly build: (context: PhaseContext) => void;
}

/** Whether a fold leaves nothing to be reduced. */
export function isComplete(axes: readonly Axis[]): boolean {
  return axes.every(({ size, isReduced }) => size === 1 || !isReduced);
}
