import { elementwise } from "./elementwise.ts";

export const scale = elementwise({
  name: "scale",
  doc: "Its input times a number; what `2 * x` means.",
  source: "factor·x",
  options: { factor: { type: "number", doc: "The number." } },
  positional: ["factor"],
  value: (b, x, { factor }) => b.scale(x, factor),
});
