import type { FieldType } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { Value } from "../program/program.ts";
import type { Definition } from "./definition.ts";
import type { TargetKind, TargetProblem } from "./loss.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/**
 * A metric over a whole data set: the step program sums each term over its batch, the host adds up the sums in
 * float64 and finishes once at the end, so batches of any size combine exactly (a mean of batch means does not).
 */
export interface MetricDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /** Whether more or less of it is better; what `stop_early(mode: auto)` reads. */
  readonly better: "higher" | "lower";
  /** Prediction without the batch; null when the metric is defined for it. */
  readonly check: (prediction: FieldType, target: TargetKind, options: OptionsOf<S>) => TargetProblem | null;
  /** Scalars, by the term's name. `target` is expanded to the prediction's shape, before target techniques. */
  readonly terms: (context: {
    readonly builder: Builder;
    readonly prediction: Value;
    readonly target: Value;
    /** The classes, i32, where the target came as labels: a metric that reads them needs no one-hot rows. */
    readonly labels: Value | null;
    readonly kind: TargetKind;
    readonly options: OptionsOf<S>;
  }) => Readonly<Record<string, Value>>;
  /** The metric from the summed terms. */
  readonly finish: (terms: Readonly<Record<string, number>>) => number;
}

export function defineMetric<const S extends OptionSpecs>(definition: MetricDefinition<S>): MetricDefinition {
  return definition as unknown as MetricDefinition;
}
