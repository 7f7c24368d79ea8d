import type { WasmKernelDefinition } from "../../kernel.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchFilterGradient } from "./patch-filter-gradient.ts";

export const conv2dFilterGradient: WasmKernelDefinition<"conv2d_filter_gradient"> = (request) => {
  const { inputs, attributes } = request;
  const shape = convolutionShape(inputs[0]!, attributes.filterShape, inputs[1]!, attributes);
  return patchFilterGradient(shape);
};
