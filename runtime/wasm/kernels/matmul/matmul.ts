import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { multiplyMatrices } from "./multiply-matrices.ts";

/** Products over the last two axes, for every combination of leading indices. */
export const matmul: WasmKernelDefinition<"matmul"> = ({ inputs, outputs, attributes, target }) => {
  const [rows, columns] = outputs[0]!.shape.slice(-2) as [number, number];
  const depth = inputs[0]!.shape.at(attributes.transposeA ? -2 : -1)!;
  const batches = sizeOf(outputs[0]!.shape.slice(0, -2));
  return multiplyMatrices({ batches, rows, depth, columns, ...attributes }, target);
};
