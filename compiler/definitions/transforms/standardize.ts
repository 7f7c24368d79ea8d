import { defineTransform } from "../transform.ts";

export const standardize = defineTransform({
  name: "standardize",
  doc: "Shifts and scales to mean 0 and variance 1 of the training part; a constant column becomes 0.",
  source: "(x - mean)/deviation, the deviation biased",
  options: {},
  positional: [],
  kinds: ["numeric", "image"],
  fitted: true,
});
