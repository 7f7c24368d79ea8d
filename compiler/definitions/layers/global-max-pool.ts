import { defineLayer } from "../layer.ts";
import { inferGlobalPool, spatialAxes } from "./global-pool.ts";

export const globalMaxPool = defineLayer({
  name: "global_max_pool",
  doc: "The greatest value of each channel over all positions; takes the place of `flatten` and a large dense layer.",
  source: "max over height and width",
  options: {},
  positional: [],
  inputs: 1,
  infer: inferGlobalPool,
  parameters: () => [],
  build({ builder: b, inputs }) {
    const x = inputs[0]!;
    const axes = spatialAxes(x);
    return b.reduceMax(x, axes);
  },
});
