import { elementwise } from "./elementwise.ts";

export const sigmoid = elementwise({
  name: "sigmoid",
  doc: "Logistic function. As the end of a network it is part of `binary_cross_entropy`: leave it out there.",
  source: "1/(1 + e^-x)",
  options: {},
  gives: "numbers between 0 and 1",
  positional: [],
  value: (b, x) => b.sigmoid(x),
});
