import { defineTransform } from "../transform.ts";

export const drop = defineTransform({
  name: "drop",
  doc: "An example with a missing value is left out.",
  source: "—",
  options: {},
  positional: [],
  kinds: ["missing"],
  fitted: false,
});
