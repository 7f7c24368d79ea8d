import { defineTransform } from "../transform.ts";

export const minmax = defineTransform({
  name: "minmax",
  doc: "Shifts and scales to 0 … 1 of the training part.",
  source: "(x - min)/(max - min)",
  options: {},
  positional: [],
  kinds: ["numeric", "image"],
  fitted: true,
});
