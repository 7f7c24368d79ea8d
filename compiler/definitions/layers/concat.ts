import { formatShape } from "../../program/shape.ts";
import { defineLayer } from "../layer.ts";

export const concat = defineLayer({
  name: "concat",
  doc: "Its inputs one after the other along an axis; all other dimensions are equal.",
  source: "numpy.concatenate of each example",
  options: {
    axis: {
      type: "integer",
      default: -1,
      doc: "From 0 without the batch; -1 is the last one, the channels.",
    },
  },
  positional: ["axis"],
  inputs: "many",
  infer(inputs, options) {
    const { shape, dtype } = inputs[0]!;
    const axis = options.axis < 0 ? shape.length + options.axis : options.axis;
    if (axis < 0 || axis >= shape.length) {
      return { problem: `there is no axis ${options.axis} in ${formatShape(shape)}`, input: 0 };
    }
    const fits = (other: readonly number[]) =>
      other.length === shape.length && other.every((size, i) => i === axis || size === shape[i]);
    const input = inputs.findIndex((other) => other.dtype !== dtype || !fits(other.shape));
    if (input >= 0) {
      const other = inputs[input]!.shape;
      const problem = `${formatShape(shape)} and ${formatShape(other)} differ elsewhere than along axis ${axis}`;
      return { problem, input };
    }
    const length = inputs.reduce((sum, other) => sum + other.shape[axis]!, 0);
    return { shape: shape.with(axis, length), dtype };
  },
  parameters: () => [],
  build: ({ builder: b, inputs, options: { axis } }) =>
    b.concat(inputs, axis < 0 ? inputs[0]!.shape.length + axis : axis + 1),
});
