import { defineLayer } from "../layer.ts";
import { broadcastInputs } from "./checks.ts";

export const add = defineLayer({
  name: "add",
  doc: "The sum of its inputs; what `a + b` means.",
  source: "x₁ + x₂ + …",
  options: {},
  positional: [],
  inputs: "many",
  infer: broadcastInputs,
  parameters: () => [],
  build: ({ builder: b, inputs }) => inputs.reduce((sum, x) => b.add(sum, x)),
});
