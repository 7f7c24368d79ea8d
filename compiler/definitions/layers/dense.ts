import { defineLayer, type ParameterRequest } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

export const dense = defineLayer({
  name: "dense",
  doc: "Every output unit is a weighted sum of all inputs along the last axis, plus a bias.",
  source: "y = xW + b, W [in, units]",
  options: {
    units: { type: "integer", min: 1, doc: "Numbers per example that come out." },
    bias: { type: "boolean", default: true, doc: "Whether a bias is added." },
    kernel_initializer: { type: "initializer", default: "glorot_uniform", doc: "First values of W (T12)." },
    bias_initializer: { type: "initializer", default: "zeros", doc: "First values of b." },
  },
  positional: ["units"],
  inputs: 1,
  infer(inputs, { units }) {
    const { shape } = inputs[0]!;
    if (shape.length === 0) return { problem: "it needs at least one axis, and gets a scalar", input: 0 };
    return refuseIntegers(inputs) ?? { shape: [...shape.slice(0, -1), units], dtype: "f32" };
  },
  parameters(inputs, options) {
    const fanIn = inputs[0]!.shape.at(-1)!;
    const fans = { fanIn, fanOut: options.units };
    const kernel: ParameterRequest = {
      slot: "kernel",
      role: "kernel",
      shape: [fanIn, options.units],
      trainable: true,
      initializer: { ...options.kernel_initializer, ...fans },
      fanInAxes: [0],
    };
    const bias: ParameterRequest = {
      slot: "bias",
      role: "bias",
      shape: [options.units],
      trainable: true,
      initializer: { ...options.bias_initializer, ...fans },
      fanInAxes: [],
    };
    return options.bias ? [kernel, bias] : [kernel];
  },
  build({ builder: b, inputs, parameters }) {
    const x = inputs[0]!;
    const kernel = parameters.kernel!;
    const [fanIn, units] = kernel.shape as [number, number];
    const rows = x.shape.slice(0, -1);
    const flat = b.reshape(x, [rows.reduce((a, c) => a * c, 1), fanIn]);
    const product = b.reshape(b.matmul(flat, kernel), [...rows, units]);
    return parameters.bias === undefined ? product : b.add(product, parameters.bias);
  },
});
