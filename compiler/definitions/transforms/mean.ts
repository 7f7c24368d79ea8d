import { defineTransform } from "../transform.ts";

export const mean = defineTransform({
  name: "mean",
  doc: "A missing number becomes the mean of the training part, a missing category its most frequent one.",
  source: "mean of what is present",
  options: {},
  positional: [],
  kinds: ["missing"],
  fitted: true,
});
