import type { InstructionOf } from "../../program/program.ts";
import { type BackendRules, tfjs } from "../lowering.ts";
import { convolutionAttributes, memoryRules } from "./memory-rules.ts";

/** Plain JavaScript, a reference for correctness: tfjs' own convolution gradients wherever they apply. */
export const cpuRules: BackendRules = {
  ...memoryRules,
  conv2d_input_gradient: (instruction) => {
    const { attributes } = instruction;
    if (isDilated(instruction)) return memoryRules.conv2d_input_gradient(instruction);
    const { inputShape } = attributes;
    return tfjs("Conv2DBackpropInput", ["dy", "filter"], {
      ...convolutionAttributes(attributes),
      inputShape,
    });
  },
  conv2d_filter_gradient: (instruction) => {
    const { attributes } = instruction;
    if (isDilated(instruction)) return memoryRules.conv2d_filter_gradient(instruction);
    const { filterShape } = attributes;
    return tfjs("Conv2DBackpropFilter", ["x", "dy"], { ...convolutionAttributes(attributes), filterShape });
  },
};

/** tfjs' gradient kernels take every window for undilated. */
function isDilated({
  attributes,
}: InstructionOf<"conv2d_input_gradient" | "conv2d_filter_gradient">): boolean {
  return attributes.dilation.some((step) => step !== 1);
}
