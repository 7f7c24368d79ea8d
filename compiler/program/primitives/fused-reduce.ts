import { demand, ProgramError } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import { checkShape } from "./check.ts";
import { reduceMax } from "./reduce-max.ts";
import { reduceSum } from "./reduce-sum.ts";
import { inferReduction } from "./reduction.ts";
import { checkKernel, kernelTypes, runKernel } from "./scalar-kernels.ts";

const reductions = { sum: reduceSum, max: reduceMax } as const;

export const fusedReduce: Primitive<"fused_reduce"> = {
  name: "fused_reduce",
  doc: "Several elementwise primitives and the reduction of their result as one loop.",
  infer(inputs, { kernel, shape, axes, keepDims }) {
    checkShape("fused_reduce", shape);
    checkKernel("fused_reduce", kernel);
    demand(
      inputs.length === kernel.inputs && kernel.results.length === 1,
      "fused_reduce",
      () =>
        `takes ${kernel.inputs} inputs for one result, was given ${inputs.length} for ${kernel.results.length}`,
    );
    const cells = kernelTypes("fused_reduce", kernel, inputs, shape);
    return inferReduction("fused_reduce", cells, { axes, keepDims });
  },
  evaluate: (inputs, { kernel, shape, combine, axes, keepDims }) =>
    reductions[combine].evaluate(runKernel(kernel, inputs, shape), { axes, keepDims }),
  differentiate() {
    throw new ProgramError("fused_reduce", "is made after differentiation and has no derivative");
  },
};
