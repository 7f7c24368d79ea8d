import type { Definition } from "./definition.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** Draws of one parameter's stream, each a pure function of its counter. */
export interface Draws {
  /** Uniform in [0, 1). */
  readonly uniform: (counter: number) => number;
  /** Standard normal. */
  readonly normal: (counter: number) => number;
}

export interface InitializerContext<S extends OptionSpecs> {
  readonly options: OptionsOf<S>;
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  readonly draws: Draws;
}

/** The first values of a parameter. An initializer is not a regularizer (B-03), so policies do not speak of it. */
export interface InitializerDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /** The values, row-major. */
  readonly values: (context: InitializerContext<S>) => Float32Array;
  /** Words for the user when the parameter's shape is not one it can fill; absent where it fills any. */
  readonly refusesShape?: (shape: readonly number[]) => string | null;
}

export function defineInitializer<const S extends OptionSpecs>(
  definition: InitializerDefinition<S>,
): InitializerDefinition {
  return definition as unknown as InitializerDefinition;
}
