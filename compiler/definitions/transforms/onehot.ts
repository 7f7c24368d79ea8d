import { defineTransform } from "../transform.ts";

export const onehot = defineTransform({
  name: "onehot",
  doc: "A class becomes a row of zeros with a single 1.",
  source: "e_k",
  options: {},
  positional: [],
  kinds: ["category", "label"],
  fitted: true,
});
