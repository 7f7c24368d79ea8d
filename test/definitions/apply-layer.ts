/** Applies one layer alone, in the reference interpreter. */
import { expect } from "vitest";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import type { FieldType } from "../../compiler/ir/model.ts";
import type { Value } from "../../compiler/program/program.ts";
import { fillOptions } from "../synthesize/test-model.ts";
import { compute, type Tensor } from "./compute.ts";

export type Given = Parameters<typeof fillOptions>[1];
export type LayerName = keyof typeof layers;

interface Setting {
  readonly parameters?: Readonly<Record<string, Tensor>>;
  readonly training?: boolean;
  readonly round?: "f32";
  /** Of what the gradient is taken: the first input unless said otherwise. */
  readonly by?: string;
}

/** The layer's output `y`, the gradient of its sum by its first input or by a parameter, and the statistics it writes. */
export function apply(
  name: LayerName,
  inputs: readonly Tensor[],
  options: Given = {},
  setting: Setting = {},
) {
  const layer = layers[name];
  const named = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  return compute(
    { ...named, ...setting.parameters },
    (builder, values) => {
      const updates: Record<string, Value> = {};
      const y = layer.build({
        builder,
        inputs: inputs.map((_, i) => values[`x${i}`]!),
        options: checkedOptions(fillOptions(layer, options)),
        parameters: values,
        training: setting.training ?? true,
        update: (slot, value) => {
          updates[slot] = value;
        },
      });
      return { y, gradient: builder.gradient(builder.sum(y), values[setting.by ?? "x0"]!), ...updates };
    },
    setting,
  );
}

export function infer(
  name: LayerName,
  shapes: readonly (readonly number[])[],
  options: Given = {},
  dtype: FieldType["dtype"] = "f32",
) {
  const layer = layers[name];
  const inputs = shapes.map((shape) => ({ shape, dtype }));
  return layer.infer(inputs, checkedOptions(fillOptions(layer, options)));
}

export function expectClose(actual: readonly number[] | undefined, wanted: readonly number[], digits = 10) {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(actual![i]).toBeCloseTo(value, digits);
  });
}
