import { elementwise } from "./elementwise.ts";

export const silu = elementwise({
  name: "silu",
  doc: "Sigmoid-weighted linear unit, also called swish.",
  source: "x·σ(x) (Elfwing 2018; Ramachandran 2017)",
  options: {},
  gives: "hardly any negative numbers",
  positional: [],
  value: (b, x) => b.mul(x, b.sigmoid(x)),
});
