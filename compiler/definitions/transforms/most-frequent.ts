import { defineTransform } from "../transform.ts";

export const mostFrequent = defineTransform({
  name: "most_frequent",
  doc: "A missing value becomes the training part's most frequent one.",
  source: "mode of what is present",
  options: {},
  positional: [],
  kinds: ["missing"],
  fitted: true,
});
