import type { Options, Parameter } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import type { Definition } from "./definition.ts";
import type { TargetKind } from "./loss.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** Where a technique may stand (0.4); `after x` and `before x` select activations, roles and names parameters. */
export type SiteName =
  | "parameter"
  | "activation"
  | "input"
  | "target"
  | "output"
  | "gradient"
  | "update"
  | "run";

interface ParameterContext<S extends OptionSpecs> {
  readonly builder: Builder;
  readonly parameter: Parameter;
  readonly options: OptionsOf<S>;
  /** The learning rate at this step. */
  readonly learningRate: HostScalar;
}

interface ActivationContext<S extends OptionSpecs> {
  readonly builder: Builder;
  /** Batch first. */
  readonly x: Value;
  readonly options: OptionsOf<S>;
  /** The site's stream at this step (0.7). */
  readonly key: () => Value;
}

/** What a technique does, by the step of 0.5 in which it does it. */
export type Effect<S extends OptionSpecs> =
  /** Step 6: a scalar added to the loss, once per variable (N-14), not divided by the batch (N-17). */
  | {
      readonly step: "penalty";
      readonly value: (context: ParameterContext<S> & { readonly weight: Value }) => Value;
    }
  /** Step 5, training only: replaces the activation. */
  | { readonly step: "noise"; readonly apply: (context: ActivationContext<S>) => Value }
  /** Step 6: a scalar from an activation, divided by the batch. */
  | { readonly step: "activity-penalty"; readonly value: (context: ActivationContext<S>) => Value }
  /** Step 3: replaces the target distribution `[B, K]` (or `[B, 1]` for a binary one). */
  | {
      readonly step: "target";
      readonly apply: (context: {
        readonly builder: Builder;
        readonly target: Value;
        /** Whether the rows are distributions over classes or independent yes-or-no answers. */
        readonly kind: Exclude<TargetKind, "numeric">;
        readonly options: OptionsOf<S>;
      }) => Value;
    }
  /** Step 8: replaces all gradients at once, in the same order. */
  | {
      readonly step: "gradient";
      readonly apply: (context: {
        readonly builder: Builder;
        readonly gradients: readonly Value[];
        readonly options: OptionsOf<S>;
      }) => readonly Value[];
    }
  /** Step 9: added to the gradient after clipping. */
  | {
      readonly step: "coupled-decay";
      readonly apply: (
        context: ParameterContext<S> & { readonly weight: Value; readonly gradient: Value },
      ) => Value;
    }
  /** Step 11: the decoupled shrink: what is subtracted from the old weight besides the step. */
  | {
      readonly step: "decay";
      readonly amount: (context: ParameterContext<S> & { readonly weight: Value }) => Value;
    }
  /** Steps 12 and 13: replaces the stepped weight; projections also run once on the fresh variable. */
  | {
      readonly step: "prox" | "projection";
      readonly apply: (context: ParameterContext<S> & { readonly weight: Value }) => Value;
    }
  /** Step 15: the share of the average that a step keeps, and whether evaluation reads the average (0.6). */
  | {
      readonly step: "average";
      readonly keep: (options: OptionsOf<S>) => HostScalar;
      readonly evaluates: (options: OptionsOf<S>) => boolean;
    }
  /** Host side: the training loop reads the options. */
  | { readonly step: "run" };

/**
 * One technique. `property` is what the cascade decides: two rules that set the same property of one target
 * compete, and `<property> none` takes it away; it defaults to the name.
 */
export interface TechniqueDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  readonly sites: readonly SiteName[];
  readonly property?: string;
  readonly effect: Effect<S>;
  /**
   * Why it cannot act on a tensor of this shape (a parameter's; without the batch for an activation; the
   * prediction's for a target), in words; null when it can. `target` is the kind of the model's target.
   */
  readonly refusesShape?: (
    shape: readonly number[],
    options: OptionsOf<S>,
    target: TargetKind,
  ) => string | null;
  /** The effective coefficient in words that `explain` prints: `gradient += 0.001 * w`. */
  readonly effective: (options: OptionsOf<S>) => string;
}

/** What a shorthand stands for. */
export interface Expansion {
  readonly technique: string;
  readonly options: Options;
}

/** A shorthand that stands for others: `elastic(l1: a, l2: b)`. */
export interface ShorthandDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  readonly sites: readonly SiteName[];
  readonly expand: (options: OptionsOf<S>) => readonly Expansion[];
}

export function defineTechnique<const S extends OptionSpecs>(
  definition: TechniqueDefinition<S>,
): TechniqueDefinition {
  return definition as unknown as TechniqueDefinition;
}

export function defineShorthand<const S extends OptionSpecs>(
  definition: ShorthandDefinition<S>,
): ShorthandDefinition {
  return definition as unknown as ShorthandDefinition;
}
