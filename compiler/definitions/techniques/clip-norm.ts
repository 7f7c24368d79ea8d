import { globalNormClip } from "../../program/composites.ts";
import { defineTechnique } from "../technique.ts";

export const clipNorm = defineTechnique({
  name: "clip_norm",
  spelling: "clip norm",
  property: "clip",
  doc: "Each parameter's gradient is scaled down to the bound by itself; directions between parameters change.",
  source: "g ← g·c/max(‖g‖, c), per tensor (Keras clipnorm; 2.9)",
  options: { bound: { type: "number", above: 0, doc: "c." } },
  positional: ["bound"],
  sites: ["gradient"],
  effect: {
    step: "gradient",
    apply({ builder: b, gradients, options }) {
      const bound = b.constant(options.bound);
      return gradients.map((gradient) => globalNormClip(b, [gradient], bound, 0)[0]!);
    },
  },
  effective: ({ bound }) => `norm of each parameter's gradient <= ${bound}`,
});
