import { defineTechnique } from "../technique.ts";

export const clipValue = defineTechnique({
  name: "clip_value",
  spelling: "clip value",
  property: "clip",
  doc: "Each number of each gradient is cut off at the bound; the gradient's direction changes.",
  source: "g ← clip(g, -c, c) (Mikolov 2012; torch clip_grad_value_, Keras clipvalue)",
  options: { bound: { type: "number", above: 0, doc: "c." } },
  positional: ["bound"],
  sites: ["gradient"],
  effect: {
    step: "gradient",
    apply: ({ builder: b, gradients, options: { bound } }) =>
      gradients.map((gradient) => b.max(b.min(gradient, b.constant(bound)), b.constant(-bound))),
  },
  effective: ({ bound }) => `each number of each gradient in [${-bound}, ${bound}]`,
});
