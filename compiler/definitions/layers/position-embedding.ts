import { formatShape } from "../../program/shape.ts";
import { defineLayer } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

export const positionEmbedding = defineLayer({
  name: "position_embedding",
  doc: "Adds a learned vector to each position of a sequence [length, width], so that attention can tell positions apart. The role of its table is `embedding`.",
  source: "y_t = x_t + P_t, P [length, width] (Gehring et al. 2017)",
  options: {
    initializer: {
      type: "initializer",
      default: "uniform",
      doc: "First values of the table, U(±0.05) as those of `embedding`.",
    },
  },
  positional: [],
  inputs: 1,
  infer(inputs) {
    const { shape } = inputs[0]!;
    if (shape.length === 2) return refuseIntegers(inputs) ?? inputs[0]!;
    return { problem: `it needs a sequence [length, width], and gets ${formatShape(shape)}`, input: 0 };
  },
  parameters(inputs, { initializer }) {
    const [length, width] = inputs[0]!.shape as [number, number];
    return [
      {
        slot: "weight",
        role: "embedding",
        shape: [length, width],
        trainable: true,
        initializer: { ...initializer, fanIn: length, fanOut: width },
        fanInAxes: [1],
      },
    ];
  },
  build: ({ builder: b, inputs, parameters }) => b.add(inputs[0]!, parameters.weight!),
});
