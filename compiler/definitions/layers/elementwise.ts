import type { FieldType } from "../../ir/model.ts";
import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";
import { defineLayer, type LayerDefinition } from "../layer.ts";
import type { OptionSpecs, OptionsOf } from "../option-spec.ts";
import { refuseIntegers } from "./checks.ts";

interface Elementwise<S extends OptionSpecs> {
  readonly name: string;
  readonly doc: string;
  readonly source: string;
  readonly options: S;
  readonly gives?: string;
  readonly positional: readonly (keyof S & string)[];
  readonly value: (builder: Builder, x: Value, options: OptionsOf<S>) => Value;
}

/** A layer without parameters whose output has its input's shape. */
export function elementwise<const S extends OptionSpecs>({
  value,
  ...definition
}: Elementwise<S>): LayerDefinition {
  return defineLayer<S>({
    ...definition,
    inputs: 1,
    infer: (inputs: readonly FieldType[]) => refuseIntegers(inputs) ?? inputs[0]!,
    parameters: () => [],
    build: ({ builder, inputs, options }) => value(builder, inputs[0]!, options),
  });
}
