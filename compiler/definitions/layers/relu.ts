import { elementwise } from "./elementwise.ts";

export const relu = elementwise({
  name: "relu",
  doc: "Rectified linear unit; its derivative at 0 is 0 (T18).",
  source: "max(x, 0) (Nair & Hinton 2010)",
  options: {},
  gives: "no negative numbers",
  positional: [],
  value: (b, x) => b.relu(x),
});
