import { defineTechnique } from "../technique.ts";

export const dropout = defineTechnique({
  name: "dropout",
  doc: "In training each number is dropped to 0 with probability `rate` and the others are divided by 1 - rate; nothing happens at inference. The rate is that of dropping, never of keeping (L-15); rate 1 would leave nothing (L-17).",
  source: "a ⊙ m/(1 - p), m ∼ Bernoulli(1 - p) per element (Hinton 2012; Srivastava 2014; inverted form)",
  options: {
    rate: { type: "number", min: 0, below: 1, doc: "p, the probability of dropping: 0.5 hidden, 0.2 input." },
  },
  positional: ["rate"],
  sites: ["activation", "input"],
  effect: {
    step: "noise",
    apply({ builder: b, x, options: { rate }, key }) {
      if (rate === 0) return x;
      return b.mul(x, b.emit("keep_mask", [key()], { shape: x.shape, rate }));
    },
  },
  effective: ({ rate }) =>
    `each number 0 with probability ${rate}, else times ${Number((1 / (1 - rate)).toPrecision(4))}`,
});
