import { elementwise } from "./elementwise.ts";

export const shift = elementwise({
  name: "shift",
  doc: "Its input plus a number; what `x + 1` means.",
  source: "x + amount",
  options: { amount: { type: "number", doc: "The number." } },
  positional: ["amount"],
  value: (b, x, { amount }) => b.add(x, b.constant(amount)),
});
