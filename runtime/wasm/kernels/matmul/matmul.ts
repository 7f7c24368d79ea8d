import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import type { TensorType } from "../../../../compiler/program/program.ts";
import type { KernelRequest, WasmKernelDefinition } from "../../kernel.ts";
import { CELL } from "./lanes.ts";
import { multiplyMatrices } from "./multiply-matrices.ts";
import { BYTES_OF_NOTE } from "./multiply-tile.ts";
import { multiplyVector } from "./multiply-vector.ts";
import { type Extents, planProduct, unitsOf } from "./plan-product.ts";

/** Products over the last two axes, for every combination of leading indices. */
export const matmul: WasmKernelDefinition<"matmul"> = (request) => {
  const extents = extentsOf(request);
  const { batches, rows, depth, columns, transposeA, transposeB } = extents;
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
  return multiplyMatrices(extents, request.target);
};

/**
 * The type of a product's second output, which the kernel computes where it is asked for: the notes of its units, all of
 * them 0 where all of the product is finite. Null for products that take none.
 */
export function notesOf(request: KernelRequest<"matmul">): TensorType | null {
  const extents = extentsOf(request);
  if (extents.rows === 1 || extents.columns === 1) return null;
  return {
    shape: [unitsOf(extents, planProduct(extents, request.target)), BYTES_OF_NOTE / CELL],
    dtype: "f32",
  };
}

function extentsOf({ inputs, outputs, attributes }: KernelRequest<"matmul">): Extents {
  const [rows, columns] = outputs[0]!.shape.slice(-2) as [number, number];
  const depth = inputs[0]!.shape.at(attributes.transposeA ? -2 : -1)!;
  return { batches: sizeOf(outputs[0]!.shape.slice(0, -2)), rows, depth, columns, ...attributes };
}
