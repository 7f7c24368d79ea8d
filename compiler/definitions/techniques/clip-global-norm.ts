import { globalNormClip } from "../../program/composites.ts";
import { defineTechnique } from "../technique.ts";

export const clipGlobalNorm = defineTechnique({
  name: "clip_global_norm",
  spelling: "clip global_norm",
  property: "clip",
  doc: "When the norm of all gradients together exceeds the bound, all are scaled down by one factor. Penalties are part of the gradient, decay is not.",
  source: "g ← g·min(1, c/N), N = √Σ‖g‖² (Pascanu 2013; epsilon 1e-6: torch clip_grad_norm_; F-18)",
  options: {
    bound: { type: "number", above: 0, doc: "c." },
    epsilon: { type: "number", min: 0, default: 0, doc: "Added to N; 1e-6 for parity with torch." },
  },
  positional: ["bound"],
  sites: ["gradient"],
  effect: {
    step: "gradient",
    apply: ({ builder, gradients, options }) =>
      globalNormClip(builder, gradients, builder.constant(options.bound), options.epsilon),
  },
  effective: ({ bound }) => `norm of all gradients together <= ${bound}`,
});
