import type { FieldType } from "../../ir/model.ts";
import { formatShape } from "../../program/shape.ts";
import type { ShapeProblem } from "../layer.ts";

/** The first input that is not made of real numbers, as a problem. */
export function refuseIntegers(inputs: readonly FieldType[]): ShapeProblem | null {
  const input = inputs.findIndex(({ dtype }) => dtype !== "f32");
  return input < 0
    ? null
    : { problem: "it computes with real numbers (f32), and gets whole ones (i32)", input };
}

/** An image `[height, width, channels]`, or the problem. */
export function refuseNonImage(inputs: readonly FieldType[]): ShapeProblem | null {
  const { shape } = inputs[0]!;
  if (shape.length === 3) return refuseIntegers(inputs);
  return {
    problem: `it needs an image [height, width, channels], and gets ${formatShape(shape)}`,
    hint: "make one with `reshape([height, width, channels])`",
    input: 0,
  };
}

/** Whether the inputs broadcast to one shape as in NumPy, with equal ranks so that batches stay aligned. */
export function broadcastInputs(inputs: readonly FieldType[]): FieldType | ShapeProblem {
  const refused = refuseIntegers(inputs);
  if (refused !== null) return refused;
  const shape = [...inputs[0]!.shape];
  for (const [input, { shape: other }] of inputs.entries()) {
    const fits =
      other.length === shape.length &&
      other.every((dimension, axis) => dimension === 1 || shape[axis] === 1 || dimension === shape[axis]);
    if (!fits) {
      return {
        problem: `the shapes ${formatShape(inputs[0]!.shape)} and ${formatShape(other)} do not go together`,
        hint: "elementwise layers need equal dimensions, or 1 where one value serves all",
        input,
      };
    }
    other.forEach((dimension, axis) => {
      shape[axis] = Math.max(shape[axis]!, dimension);
    });
  }
  return { shape, dtype: "f32" };
}
