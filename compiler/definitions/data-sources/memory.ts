import { defineDataSource } from "../data-source.ts";

export const memory = defineDataSource({
  name: "memory",
  doc: "Typed arrays that a program hands over when it trains; fields have the names of the arrays.",
  source: "—",
  options: {
    seed: { type: "integer", min: 0, default: 0, doc: "Of the split into parts." },
  },
  positional: [],
  fields: "arrays",
  ownTest: false,
});
