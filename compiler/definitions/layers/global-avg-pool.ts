import { defineLayer } from "../layer.ts";
import { inferGlobalPool, spatialAxes } from "./global-pool.ts";

export const globalAvgPool = defineLayer({
  name: "global_avg_pool",
  doc: "The mean of each channel over all positions; takes the place of `flatten` and a large dense layer.",
  source: "mean over height and width (Lin et al. 2014)",
  options: {},
  positional: [],
  inputs: 1,
  infer: inferGlobalPool,
  parameters: () => [],
  build({ builder: b, inputs }) {
    const x = inputs[0]!;
    const axes = spatialAxes(x);
    return b.mean(x, axes);
  },
});
