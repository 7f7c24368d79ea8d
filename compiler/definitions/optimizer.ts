import type { Options } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import type { Definition } from "./definition.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** A tensor that the optimizer keeps for each parameter, of the parameter's shape. */
export interface SlotRequest {
  readonly name: string;
  /** Every cell's value before the first step. */
  readonly initial: number;
}

export interface TransformContext {
  readonly builder: Builder;
  /** What the transforms before this one made of the gradient; the first gets the gradient itself. */
  readonly direction: Value;
  readonly gradient: Value;
  /** The old value of a slot that this transform asked for. */
  readonly slot: (name: string) => Value;
  readonly write: (name: string, value: Value) => void;
  /** The number of this step, from 1: what bias corrections are raised to. */
  readonly stepNumber: HostScalar;
}

/** One small link of an optimizer: turns a direction into a better one, keeping state in slots. */
export interface Transform {
  readonly slots: readonly SlotRequest[];
  readonly apply: (context: TransformContext) => Value;
}

/**
 * An optimizer is a visible chain of transforms, as in optax; the step that follows is always
 * w ← w - ηλw - ηu with u the chain's result (0.5, step 11).
 */
export interface OptimizerDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /** Whether it divides the gradient, and all that was added to it, by a running scale of it (N-02, L-02). */
  readonly adaptive: boolean;
  readonly chain: (options: OptionsOf<S>) => readonly Transform[];
  /**
   * The rules that choosing this optimizer brings: the weakest of the cascade, so any rule of a policy wins over
   * them and `<property> none` takes them away. The checker applies them; the step knows only their result.
   */
  readonly rules?: (options: OptionsOf<S>) => readonly {
    /** A role or `*`: the selector as a policy would write it. */
    readonly selector: string;
    readonly technique: string;
    readonly options: Options;
  }[];
}

export function defineOptimizer<const S extends OptionSpecs>(
  definition: OptimizerDefinition<S>,
): OptimizerDefinition {
  return definition as unknown as OptimizerDefinition;
}
