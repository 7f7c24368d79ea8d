import { shapeOf4 } from "../../../../compiler/program/shape.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchInputGradient } from "./patch-input-gradient.ts";

export const conv2dInputGradient: WasmKernelDefinition<"conv2d_input_gradient"> = (request) => {
  const { inputs, outputs, attributes, target } = request;
  const shape = convolutionShape(outputs[0]!, shapeOf4(inputs[1]!), inputs[0]!, attributes);
  return patchInputGradient(shape, target);
};
