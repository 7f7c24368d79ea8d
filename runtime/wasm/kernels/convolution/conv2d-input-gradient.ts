import { shapeOf4 } from "../../../../compiler/program/shape.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { chooseAlgorithm } from "./choose-algorithm.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { patchInputGradient } from "./patch-input-gradient.ts";
import { pointwise } from "./pointwise.ts";
import { turnedShape } from "./winograd/tiles.ts";
import { winogradConvolution } from "./winograd/winograd-convolution.ts";

export const conv2dInputGradient: WasmKernelDefinition<"conv2d_input_gradient"> = (request) => {
  const { inputs, outputs, attributes, target } = request;
  const shape = convolutionShape(outputs[0]!, shapeOf4(inputs[1]!), inputs[0]!, attributes);
  switch (chooseAlgorithm(shape)) {
    case "matmul":
      return pointwise("by image", shape, target);
    case "winograd":
      return winogradConvolution(turnedShape(shape), "lines", target);
    case "patches":
      return patchInputGradient(shape, target);
  }
};
