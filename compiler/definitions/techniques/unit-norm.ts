import { defineTechnique } from "../technique.ts";
import { unitNorms } from "./unit-norms.ts";

export const unitNorm = defineTechnique({
  name: "unit_norm",
  doc: "After each step, every unit's incoming weights are scaled to norm 1; a unit of zeros stays as it is.",
  source: "w_j ← w_j/‖w_j‖ (keras.constraints.UnitNorm, without its ε)",
  options: {},
  positional: [],
  sites: ["parameter"],
  effect: {
    step: "projection",
    apply({ builder: b, weight, parameter }) {
      const norm = unitNorms(b, weight, parameter);
      const positive = b.greater(norm, b.constant(0));
      return b.div(weight, b.select(positive, norm, b.constant(1)));
    },
  },
  effective: () => "norm of each unit's incoming weights = 1",
});
