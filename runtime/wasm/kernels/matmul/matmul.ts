import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { multiplyMatrices } from "./multiply-matrices.ts";
import { multiplyVector } from "./multiply-vector.ts";

/** Products over the last two axes, for every combination of leading indices. */
export const matmul: WasmKernelDefinition<"matmul"> = ({ inputs, outputs, attributes, target }) => {
  const { transposeA, transposeB } = attributes;
  const [rows, columns] = outputs[0]!.shape.slice(-2) as [number, number];
  const depth = inputs[0]!.shape.at(transposeA ? -2 : -1)!;
  const batches = sizeOf(outputs[0]!.shape.slice(0, -2));
  if (columns === 1)
    return multiplyVector({ batches, lines: rows, depth, order: transposeA ? "depths" : "lines", matrix: 0 });
  if (rows === 1)
    return multiplyVector({
      batches,
      lines: columns,
      depth,
      order: transposeB ? "lines" : "depths",
      matrix: 1,
    });
  return multiplyMatrices({ batches, rows, depth, columns, ...attributes }, target);
};
