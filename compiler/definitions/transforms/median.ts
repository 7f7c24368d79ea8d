import { defineTransform } from "../transform.ts";

export const median = defineTransform({
  name: "median",
  doc: "A missing number becomes the median of the training part, a missing category its most frequent one.",
  source: "median of what is present",
  options: {},
  positional: [],
  kinds: ["missing"],
  fitted: true,
});
