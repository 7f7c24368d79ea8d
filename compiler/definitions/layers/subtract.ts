import { defineLayer } from "../layer.ts";
import { broadcastInputs } from "./checks.ts";

export const subtract = defineLayer({
  name: "subtract",
  doc: "The first input less the second; what `a - b` means.",
  source: "x₁ - x₂",
  options: {},
  positional: [],
  inputs: 2,
  infer: broadcastInputs,
  parameters: () => [],
  build: ({ builder: b, inputs }) => b.sub(inputs[0]!, inputs[1]!),
});
