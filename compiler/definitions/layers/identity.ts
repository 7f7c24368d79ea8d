import { elementwise } from "./elementwise.ts";

export const identity = elementwise({
  name: "identity",
  doc: "Passes its input on; a place that can be named.",
  source: "x",
  options: {},
  positional: [],
  value: (_, x) => x,
});
