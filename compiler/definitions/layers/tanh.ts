import { elementwise } from "./elementwise.ts";

export const tanh = elementwise({
  name: "tanh",
  doc: "Hyperbolic tangent.",
  source: "tanh x",
  options: {},
  positional: [],
  value: (b, x) => b.tanh(x),
});
