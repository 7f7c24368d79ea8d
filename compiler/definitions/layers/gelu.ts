import { elementwise } from "./elementwise.ts";

export const gelu = elementwise({
  name: "gelu",
  doc: "Gaussian error linear unit.",
  source:
    "x·Φ(x) = ½x(1 + erf(x/√2)); approximate: ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks & Gimpel 2016)",
  options: {
    approximate: { type: "boolean", default: false, doc: "The tanh approximation, as in the first GPT." },
  },
  gives: "hardly any negative numbers",
  positional: [],
  value(b, x, { approximate }) {
    const one = b.constant(1);
    if (!approximate) return b.mul(b.scale(x, 0.5), b.add(one, b.erf(b.scale(x, Math.SQRT1_2))));
    const cubed = b.mul(x, b.square(x));
    const inner = b.scale(b.add(x, b.scale(cubed, 0.044715)), Math.sqrt(2 / Math.PI));
    return b.mul(b.scale(x, 0.5), b.add(one, b.tanh(inner)));
  },
});
