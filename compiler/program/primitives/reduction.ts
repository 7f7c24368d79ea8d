/** What the reductions share: the result's type, and where in the result each input cell falls. */
import type { PrimitiveAttributes } from "../primitive-attributes.ts";
import type { TensorType } from "../program.ts";
import { broadcastStrides, stridedOffsets, withUnitAxes } from "../shape.ts";
import { checkAxes, checkInputs } from "./check.ts";

type Reduction = PrimitiveAttributes["reduce_sum"];

export function inferReduction(
  name: string,
  inputs: readonly TensorType[],
  { axes, keepDims }: Reduction,
): readonly TensorType[] {
  checkInputs(name, inputs, ["f32"]);
  const { shape } = inputs[0]!;
  checkAxes(name, axes, shape.length);
  return [{ shape: reducedShape(shape, axes, keepDims), dtype: "f32" }];
}

export function reducedShape(
  shape: readonly number[],
  axes: readonly number[],
  keepDims: boolean,
): readonly number[] {
  return keepDims ? withUnitAxes(shape, axes) : shape.filter((_, axis) => !axes.includes(axis));
}

/** For each cell of the input, the index of the result's cell that it goes into. */
export function reductionTargets(shape: readonly number[], axes: readonly number[]): Int32Array {
  return stridedOffsets(shape, broadcastStrides(withUnitAxes(shape, axes), shape));
}
