import type { FieldType } from "../../ir/model.ts";
import type { Value } from "../../program/program.ts";
import { formatShape } from "../../program/shape.ts";
import type { ShapeProblem } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

/** `[…positions, channels]` to `[channels]`. */
export function inferGlobalPool(inputs: readonly FieldType[]): FieldType | ShapeProblem {
  const { shape } = inputs[0]!;
  if (shape.length < 2) {
    const problem = `it needs positions and channels, such as [height, width, channels], and gets ${formatShape(shape)}`;
    return { problem, input: 0 };
  }
  return refuseIntegers(inputs) ?? { shape: shape.slice(-1), dtype: "f32" };
}

/** All axes between the batch and the channels. */
export function spatialAxes(x: Value): readonly number[] {
  return x.shape.slice(1, -1).map((_, axis) => axis + 1);
}
