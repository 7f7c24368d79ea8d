import { shapeOf4 } from "../../../../compiler/program/shape.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchConvolution } from "./patch-convolution.ts";

export const conv2d: WasmKernelDefinition<"conv2d"> = ({ inputs, outputs, attributes, target }) => {
  const shape = convolutionShape(inputs[0]!, shapeOf4(inputs[1]!), outputs[0]!, attributes);
  return patchConvolution(shape, target);
};
