import { elementwise } from "./elementwise.ts";

export const leakyRelu = elementwise({
  name: "leaky_relu",
  doc: "A rectifier that lets a small share of negative values through.",
  source: "max(x, slope·x) (Maas et al. 2013)",
  options: {
    slope: { type: "number", min: 0, below: 1, default: 0.01, doc: "The share of negative values." },
  },
  positional: ["slope"],
  // A tie sends the gradient to the second argument, so the derivative at 0 is the slope, as in torch.
  value: (b, x, { slope }) => b.max(x, b.scale(x, slope)),
});
