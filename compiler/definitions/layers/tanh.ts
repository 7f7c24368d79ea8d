import { elementwise } from "./elementwise.ts";

export const tanh = elementwise({
  name: "tanh",
  doc: "Hyperbolic tangent.",
  source: "tanh x",
  options: {},
  gives: "numbers between -1 and 1",
  positional: [],
  value: (b, x) => b.tanh(x),
});
