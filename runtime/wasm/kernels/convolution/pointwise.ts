/** A convolution with 1x1 windows is a product of all pixels with the filter as a matrix, and so are its gradients. */
import type { TensorType } from "../../../../compiler/program/program.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { WasmKernel } from "../../kernel.ts";
import { matmul } from "../matmul/matmul.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";

export type Pointwise = "forward" | "by image" | "by filter";

export function pointwise(which: Pointwise, shape: ConvolutionShape, target: Target): WasmKernel {
  const matrix = (...sizes: readonly [number, number]): TensorType => ({ shape: sizes, dtype: "f32" });
  const pixels = shape.batch * shape.rows * shape.columns;
  const x = matrix(pixels, shape.channels);
  const filter = matrix(shape.channels, shape.filters);
  const y = matrix(pixels, shape.filters);
  const flags = { transposeA: false, transposeB: false };
  switch (which) {
    case "forward":
      return matmul({ inputs: [x, filter], outputs: [y], attributes: flags, target });
    case "by image":
      return matmul({
        inputs: [y, filter],
        outputs: [x],
        attributes: { ...flags, transposeB: true },
        target,
      });
    case "by filter":
      return matmul({
        inputs: [x, y],
        outputs: [filter],
        attributes: { ...flags, transposeA: true },
        target,
      });
  }
}
