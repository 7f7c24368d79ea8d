/** Applies a function of numbers cell by cell over inputs broadcast to the result's shape. */
import { generate, type NDArray } from "../nd-array.ts";
import type { TensorType } from "../program.ts";
import { broadcastStrides, stridedOffsets } from "../shape.ts";

export function mapBroadcast(
  type: TensorType,
  inputs: readonly NDArray[],
  cell: (...numbers: number[]) => number,
): NDArray {
  const views = inputs.map(({ shape }) => stridedOffsets(type.shape, broadcastStrides(shape, type.shape)));
  return generate(type, (index) => cell(...inputs.map(({ data }, i) => data[views[i]![index]!]!)));
}
