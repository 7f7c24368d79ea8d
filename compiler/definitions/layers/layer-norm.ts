import { defineLayer, type ParameterRequest } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

export const layerNorm = defineLayer({
  name: "layer_norm",
  doc: "Layer normalization over the last axis: each row by its own mean and variance, in training and at inference alike.",
  source: "γ(x - μ)/√(σ² + ε) + β, μ and σ² (biased) of the row (Ba, Kiros & Hinton 2016)",
  options: {
    epsilon: {
      type: "number",
      above: 0,
      default: 1e-5,
      doc: "ε, added to the variance: 1e-5 as in torch, where Keras has 1e-3.",
    },
  },
  positional: [],
  inputs: 1,
  infer(inputs) {
    if (inputs[0]!.shape.length === 0)
      return { problem: "it needs an axis to normalize, and gets a scalar", input: 0 };
    return refuseIntegers(inputs) ?? inputs[0]!;
  },
  parameters(inputs) {
    const width = inputs[0]!.shape.at(-1)!;
    const vector = (slot: string, initializer: "zeros" | "ones"): ParameterRequest => ({
      slot,
      role: "norm",
      shape: [width],
      trainable: true,
      initializer: { name: initializer, options: {}, fanIn: width, fanOut: width },
      fanInAxes: [],
    });
    return [vector("gamma", "ones"), vector("beta", "zeros")];
  },
  build({ builder: b, inputs, parameters, options }) {
    const x = inputs[0]!;
    const last = [x.shape.length - 1];
    const centered = b.sub(x, b.mean(x, last, true));
    const variance = b.mean(b.square(centered), last, true);
    // One division for a row: everything done to each cell is a product or a sum.
    const inverse = b.div(b.constant(1), b.sqrt(b.add(variance, b.constant(options.epsilon))));
    return b.add(b.mul(b.mul(centered, inverse), parameters.gamma!), parameters.beta!);
  },
});
