import { sizeOf } from "../../program/nd-array.ts";
import { formatShape } from "../../program/shape.ts";
import { defineLayer } from "../layer.ts";

/** The wanted shape with its -1 worked out; null when the numbers do not come out even. */
function resolve(size: number, shape: readonly number[]): readonly number[] | null {
  const known = sizeOf(shape.filter((dimension) => dimension !== -1));
  const resolved = shape.map((dimension) => (dimension === -1 ? size / known : dimension));
  return resolved.every(Number.isInteger) && sizeOf(resolved) === size ? resolved : null;
}

export const reshape = defineLayer({
  name: "reshape",
  doc: "The same numbers, row-major, in another shape; the batch is left out of it.",
  source: "numpy.reshape of each example",
  options: {
    shape: { type: "integers", min: -1, doc: "The new shape; one dimension may be -1, which is worked out." },
  },
  positional: ["shape"],
  refuses({ shape }) {
    if (shape.includes(0)) return "a dimension of 0 leaves nothing";
    return shape.filter((dimension) => dimension === -1).length > 1 ? "only one dimension may be -1" : null;
  },
  inputs: 1,
  infer([input], options) {
    const shape = resolve(sizeOf(input!.shape), options.shape);
    if (shape !== null) return { shape, dtype: input!.dtype };
    const count = sizeOf(input!.shape);
    return {
      problem: `${formatShape(input!.shape)} holds ${count} numbers, which do not fill ${formatShape(options.shape)}`,
      input: 0,
    };
  },
  parameters: () => [],
  build({ builder: b, inputs, options }) {
    const x = inputs[0]!;
    return b.reshape(x, [x.shape[0]!, ...resolve(sizeOf(x.shape.slice(1)), options.shape)!]);
  },
});
