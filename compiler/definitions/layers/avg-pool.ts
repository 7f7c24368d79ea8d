import { defineLayer } from "../layer.ts";
import { inferWindow } from "./infer-window.ts";
import { poolOptions, poolWindow } from "./pool-options.ts";
import { explicitPadding } from "./window.ts";

export const avgPool = defineLayer({
  name: "avg_pool",
  doc: "Average pooling: the mean of each window of an image, channel by channel.",
  source: "mean over the cells inside the image; padding does not count",
  options: poolOptions,
  positional: ["size"],
  inputs: 1,
  infer: (inputs, options) => inferWindow(inputs, poolWindow(options)),
  parameters: () => [],
  build({ builder: b, inputs, options }) {
    const x = inputs[0]!;
    const window = poolWindow(options);
    const padding = explicitPadding([x.shape[1]!, x.shape[2]!], window);
    return b.emit("avg_pool", [x], { window: window.size, strides: window.stride, padding });
  },
});
