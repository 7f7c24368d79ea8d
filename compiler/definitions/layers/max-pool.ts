import { defineLayer } from "../layer.ts";
import { inferWindow } from "./infer-window.ts";
import { poolOptions, poolWindow } from "./pool-options.ts";
import { explicitPadding } from "./window.ts";

export const maxPool = defineLayer({
  name: "max_pool",
  doc: "Max pooling: the greatest value of each window of an image, channel by channel.",
  source: "max over the window; padding counts as minus infinity; ties: the first",
  options: poolOptions,
  positional: ["size"],
  inputs: 1,
  infer: (inputs, options) => inferWindow(inputs, poolWindow(options)),
  parameters: () => [],
  build({ builder: b, inputs, options }) {
    const x = inputs[0]!;
    const window = poolWindow(options);
    const padding = explicitPadding([x.shape[1]!, x.shape[2]!], window);
    return b.emit("max_pool", [x], { window: window.size, strides: window.stride, padding });
  },
});
