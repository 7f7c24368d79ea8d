import { defineTransform } from "../transform.ts";

export const index = defineTransform({
  name: "index",
  doc: "A class becomes its number, from 0.",
  source: "k",
  options: {},
  positional: [],
  kinds: ["category", "label"],
  fitted: true,
});
