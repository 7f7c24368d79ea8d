import type { TechniqueName } from "../../compiler/definitions/techniques/index.ts";
import type { Model } from "../../compiler/ir/model.ts";
import type { StoppingState } from "../checkpoint/checkpoint.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { directionOf } from "./monitor.ts";

export interface StoppingRule {
  /** A name of `monitoredNames`. */
  readonly on: string;
  /** Epochs without improvement, 1 or more, after which the run ends. */
  readonly patience: number;
  /** How much better counts as better. */
  readonly minDelta: number;
  readonly mode: "min" | "max";
  readonly restore: "best" | "last";
}

/**
 * The run's stopping rule; null: it trains all its epochs.
 *
 * @param known the names that this run measures, from `monitoredNames`
 */
export function stoppingRule(
  { sites }: Pick<Model, "sites">,
  known: readonly string[],
): Outcome<StoppingRule | null> {
  const name: TechniqueName = "stop_early";
  const options = sites.find(({ technique }) => technique === name)?.options;
  if (options === undefined) return success(null);
  const on = String(options.on);
  if (!known.includes(on)) return failure(diagnose("unknown-monitor", { monitor: on, known }, null));
  return success({
    on,
    patience: Number(options.patience),
    minDelta: Number(options.min_delta),
    mode: options.mode === "min" || options.mode === "max" ? options.mode : directionOf(on),
    restore: options.restore === "last" ? "last" : "best",
  });
}

export const NO_EPOCH_YET: StoppingState = { best: null, wait: 0 };

/**
 * The state after one more epoch. It is an improvement when the value, worsened by `minDelta`, is better than the
 * best; a value that is not a number never is. The first number is the best so far.
 * Source: Keras `EarlyStopping`; Prechelt 1998 (2.10).
 */
export function afterEpoch(
  { best, wait }: StoppingState,
  epoch: number,
  value: number,
  { mode, minDelta }: Pick<StoppingRule, "mode" | "minDelta">,
): { readonly state: StoppingState; readonly improved: boolean } {
  const improved =
    !Number.isNaN(value) &&
    (best === null || (mode === "min" ? value + minDelta < best.value : value - minDelta > best.value));
  return improved
    ? { state: { best: { value, epoch }, wait: 0 }, improved }
    : { state: { best, wait: wait + 1 }, improved };
}

/** Stop when `patience` epochs in a row brought no improvement: at patience 1, after the first such epoch. */
export function isOver({ wait }: StoppingState, { patience }: Pick<StoppingRule, "patience">): boolean {
  return wait >= patience;
}
