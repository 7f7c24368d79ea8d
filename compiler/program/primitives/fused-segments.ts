import { demand, ProgramError } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import type { ScalarKernel } from "../scalar-kernel.ts";
import { checkShape } from "./check.ts";
import { checkKernel, kernelTypes, runKernel } from "./scalar-kernels.ts";

export const fusedSegments: Primitive<"fused_segments"> = {
  name: "fused_segments",
  doc: "One scalar kernel over many tensors in one call (rules F-21, F-30).",
  infer(inputs, { kernel, shapes }) {
    checkKernel("fused_segments", kernel);
    const expected = kernel.inputs * shapes.length;
    demand(
      shapes.length > 0 && inputs.length === expected,
      "fused_segments",
      () => `takes ${expected} inputs, was given ${inputs.length}`,
    );
    return shapes.flatMap((shape, segment) => {
      checkShape("fused_segments", shape);
      return kernelTypes("fused_segments", kernel, inputsOf(segment, inputs, kernel), shape);
    });
  },
  evaluate: (inputs, { kernel, shapes }) =>
    shapes.flatMap((shape, segment) => runKernel(kernel, inputsOf(segment, inputs, kernel), shape)),
  differentiate() {
    throw new ProgramError("fused_segments", "is made after differentiation and has no derivative");
  },
};

function inputsOf<T>(segment: number, inputs: readonly T[], kernel: ScalarKernel): readonly T[] {
  return inputs.slice(segment * kernel.inputs, (segment + 1) * kernel.inputs);
}
