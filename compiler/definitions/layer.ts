import type { FieldType, Initializer, Role } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { Value } from "../program/program.ts";
import type { Definition } from "./definition.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** A parameter that a layer asks for. */
export interface ParameterRequest {
  readonly slot: string;
  readonly role: Role;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly initializer: Initializer;
  readonly fanInAxes: readonly number[];
}

/** Shape inference failed: words for the user, and which input (by position) is at fault. */
export interface ShapeProblem {
  readonly problem: string;
  readonly hint?: string;
  readonly input: number;
}

export interface BuildContext<S extends OptionSpecs> {
  readonly builder: Builder;
  /** Batch included. */
  readonly inputs: readonly Value[];
  readonly options: OptionsOf<S>;
  /** By slot; trainable and not. */
  readonly parameters: Readonly<Record<string, Value>>;
  /** True in the train program: batch norm uses the batch's statistics. */
  readonly training: boolean;
  /** Writes a new value of a non-trainable parameter (moving statistics) after the step. */
  readonly update: (slot: string, value: Value) => void;
}

/**
 * One layer: its options, how many inputs it takes, what comes out, which parameters it owns, and how it is
 * computed. Everything else (completion, schema, reference page, selectors by kind and role) derives from this.
 */
export interface LayerDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /** How many values flow in: exactly n, or at least two (`concat`). */
  readonly inputs: number | "many";
  /** The output's shape without the batch; inputs likewise. */
  readonly infer: (inputs: readonly FieldType[], options: OptionsOf<S>) => FieldType | ShapeProblem;
  /** Called only when `infer` succeeded. */
  readonly parameters: (inputs: readonly FieldType[], options: OptionsOf<S>) => readonly ParameterRequest[];
  readonly build: (context: BuildContext<S>) => Value;
  /** What its values are limited to, in words, where they are: such a value is no logit. */
  readonly gives?: string;
  /** Where the first input chooses rows of a table: how many there are. Data that reaches it is checked. */
  readonly rows?: (options: OptionsOf<S>) => number;
}

export function defineLayer<const S extends OptionSpecs>(definition: LayerDefinition<S>): LayerDefinition {
  return definition as unknown as LayerDefinition;
}
