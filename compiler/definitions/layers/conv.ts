import { defineLayer, type ParameterRequest } from "../layer.ts";
import { inferWindow } from "./infer-window.ts";
import { explicitPadding } from "./window.ts";

export const conv = defineLayer({
  name: "conv",
  doc: "Two-dimensional convolution over an image [height, width, channels], plus a bias. `stride: 1` and `padding: same` keep height and width.",
  source: "correlation with filters [h, w, in, out] (LeCun et al. 1998)",
  options: {
    filters: { type: "integer", min: 1, doc: "Channels that come out." },
    size: { type: "pair", min: 1, doc: "Height and width of the filters: `3` or `[3, 5]`." },
    stride: { type: "pair", min: 1, default: [1, 1], doc: "Steps between positions." },
    padding: {
      type: "choice",
      choices: ["same", "valid"],
      default: "same",
      doc: "`same` surrounds the image with zeros so that ⌈size / stride⌉ positions fit; `valid` adds none.",
    },
    dilation: { type: "pair", min: 1, default: [1, 1], doc: "Distance between the cells of a filter." },
    bias: {
      type: "boolean",
      default: true,
      doc: "Whether a bias is added; dead before `batch_norm` (L-07).",
    },
    kernel_initializer: { type: "initializer", default: "glorot_uniform", doc: "First filters (T12)." },
    bias_initializer: { type: "initializer", default: "zeros", doc: "First biases." },
  },
  positional: ["filters", "size"],
  refuses: ({ stride, dilation }) =>
    Math.max(...stride) > 1 && Math.max(...dilation) > 1
      ? "a stride and a dilation above 1 do not go together"
      : null,
  inputs: 1,
  infer: (inputs, options) => inferWindow(inputs, options, options.filters),
  parameters(inputs, options) {
    const channels = inputs[0]!.shape[2]!;
    const [height, width] = options.size;
    const fans = { fanIn: height * width * channels, fanOut: height * width * options.filters };
    const kernel: ParameterRequest = {
      slot: "kernel",
      role: "kernel",
      shape: [height, width, channels, options.filters],
      trainable: true,
      initializer: { ...options.kernel_initializer, ...fans },
      fanInAxes: [0, 1, 2],
    };
    const bias: ParameterRequest = {
      slot: "bias",
      role: "bias",
      shape: [options.filters],
      trainable: true,
      initializer: { ...options.bias_initializer, ...fans },
      fanInAxes: [],
    };
    return options.bias ? [kernel, bias] : [kernel];
  },
  build({ builder: b, inputs, parameters, options }) {
    const x = inputs[0]!;
    const padding = explicitPadding([x.shape[1]!, x.shape[2]!], options);
    const { stride: strides, dilation } = options;
    const maps = b.emit("conv2d", [x, parameters.kernel!], { strides, dilation, padding });
    return parameters.bias === undefined ? maps : b.add(maps, parameters.bias);
  },
});
