import type { Parameter } from "../../ir/model.ts";
import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";

/**
 * ‖w_j‖ of each output unit, over its fan-in axes (0.3), kept as dimensions of 1. A vector such as a bias is one
 * unit: its norm is that of the whole vector, as in Keras.
 */
export function unitNorms(b: Builder, weight: Value, { fanInAxes }: Parameter): Value {
  const axes = fanInAxes.length > 0 ? fanInAxes : weight.shape.map((_, axis) => axis);
  return b.sqrt(b.sum(b.square(weight), axes, true));
}
