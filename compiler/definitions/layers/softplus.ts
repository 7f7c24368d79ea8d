import { softplusValue } from "../softplus-value.ts";
import { elementwise } from "./elementwise.ts";

export const softplus = elementwise({
  name: "softplus",
  doc: "A smooth rectifier.",
  source: "log(1 + e^x), without overflow (Dugas 2001)",
  options: {},
  gives: "positive numbers only",
  positional: [],
  value: softplusValue,
});
