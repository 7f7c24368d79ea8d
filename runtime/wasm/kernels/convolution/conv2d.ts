import { shapeOf4 } from "../../../../compiler/program/shape.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { chooseAlgorithm } from "./choose-algorithm.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchConvolution } from "./patch-convolution.ts";
import { pointwise } from "./pointwise.ts";
import { tiledShape } from "./winograd/tiles.ts";
import { winogradConvolution } from "./winograd/winograd-convolution.ts";

export const conv2d: WasmKernelDefinition<"conv2d"> = ({ inputs, outputs, attributes, target }) => {
  const shape = convolutionShape(inputs[0]!, shapeOf4(inputs[1]!), outputs[0]!, attributes);
  switch (chooseAlgorithm(shape)) {
    case "matmul":
      return pointwise("forward", shape, target);
    case "winograd":
      return winogradConvolution(tiledShape(shape), "depths", target);
    case "patches":
      return patchConvolution(shape, target);
  }
};
