import { defineTechnique } from "../technique.ts";
import { unitNorms } from "./unit-norms.ts";

export const maxNorm = defineTechnique({
  name: "max_norm",
  doc: "After each step, a unit whose incoming weights have a norm above the bound is scaled back to it. Units within the bound are left as they are, bit for bit.",
  source:
    "w_j ← w_j·min(1, c/‖w_j‖) (Srebro 2005; Hinton 2012); with epsilon: w_j·min(‖w_j‖, c)/(ε + ‖w_j‖) (Keras)",
  options: {
    bound: { type: "number", above: 0, doc: "c, for each output unit; 2 to 4 in Srivastava 2014." },
    epsilon: {
      type: "number",
      min: 0,
      default: 0,
      doc: "ε of the Keras form, which also shrinks units within the bound a little; 1e-7 for parity (N-09).",
    },
  },
  positional: ["bound"],
  sites: ["parameter"],
  effect: {
    step: "projection",
    apply({ builder: b, weight, parameter, options: { bound, epsilon } }) {
      const norm = unitNorms(b, weight, parameter);
      const limit = b.constant(bound);
      // c/max(‖w‖, c) is exactly 1 within the bound, and never divides by 0.
      if (epsilon === 0) return b.mul(weight, b.div(limit, b.max(norm, limit)));
      return b.mul(weight, b.div(b.min(norm, limit), b.add(norm, b.constant(epsilon))));
    },
  },
  effective: ({ bound }) => `norm of each unit's incoming weights <= ${bound}`,
});
