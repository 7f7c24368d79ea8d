import { demand, ProgramError } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import { checkShape } from "./check.ts";
import { checkKernel, kernelTypes, runKernel } from "./scalar-kernels.ts";

export const fused: Primitive<"fused"> = {
  name: "fused",
  doc: "Several elementwise primitives as one loop.",
  infer(inputs, { kernel, shape }) {
    checkShape("fused", shape);
    checkKernel("fused", kernel);
    demand(
      inputs.length === kernel.inputs,
      "fused",
      () => `takes ${kernel.inputs} inputs, was given ${inputs.length}`,
    );
    return kernelTypes("fused", kernel, inputs, shape);
  },
  evaluate: (inputs, { kernel, shape }) => runKernel(kernel, inputs, shape),
  differentiate() {
    throw new ProgramError("fused", "is made after differentiation and has no derivative");
  },
};
