import { defineTransform } from "../transform.ts";

export const zero = defineTransform({
  name: "zero",
  doc: "A missing number becomes 0, a missing category none of the known ones.",
  source: "0",
  options: {},
  positional: [],
  kinds: ["missing"],
  fitted: false,
});
