import { defineLayer } from "../layer.ts";
import { broadcastInputs } from "./checks.ts";

export const multiply = defineLayer({
  name: "multiply",
  doc: "The elementwise product of its inputs; what `a * b` means.",
  source: "x₁ ⊙ x₂ ⊙ …",
  options: {},
  positional: [],
  inputs: "many",
  infer: broadcastInputs,
  parameters: () => [],
  build: ({ builder: b, inputs }) => inputs.reduce((product, x) => b.mul(product, x)),
});
