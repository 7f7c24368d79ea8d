import type { WasmKernelDefinition } from "../../kernel.ts";
import { chooseAlgorithm } from "./choose-algorithm.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchFilterGradient } from "./patch-filter-gradient.ts";
import { pointwise } from "./pointwise.ts";
import { tiledShape } from "./winograd/tiles.ts";
import { winogradFilterGradient } from "./winograd/winograd-filter-gradient.ts";

export const conv2dFilterGradient: WasmKernelDefinition<"conv2d_filter_gradient"> = (request) => {
  const { inputs, attributes, target } = request;
  const shape = convolutionShape(inputs[0]!, attributes.filterShape, inputs[1]!, attributes);
  switch (chooseAlgorithm(shape)) {
    case "matmul":
      return pointwise("by filter", shape, target);
    case "winograd":
      return winogradFilterGradient(tiledShape(shape));
    case "patches":
      return patchFilterGradient(shape);
  }
};
