import type { Window2D } from "../../../../compiler/program/primitive-attributes.ts";
import type { TensorType } from "../../../../compiler/program/program.ts";
import { shapeOf4 } from "../../../../compiler/program/shape.ts";
import { lastEnd, type SlidingWindow } from "../sliding-window.ts";

/** The windows of an image [batch, height, width, channels] and the pooled image [batch, rows, columns, channels]. */
export interface PoolShape extends SlidingWindow {
  readonly batch: number;
  readonly channels: number;
}

export function poolShape(
  image: TensorType,
  pooled: TensorType,
  { window, strides, padding }: Window2D,
): PoolShape {
  const [batch, height, width, channels] = shapeOf4(image);
  const [, rows, columns] = shapeOf4(pooled);
  const before = [padding[0][0], padding[1][0]] as const;
  return { batch, height, width, channels, window, rows, columns, strides, dilation: [1, 1], before };
}

/** Whether a cell of the image may lie in several windows. */
export function overlaps({ window, strides }: PoolShape): boolean {
  return strides[0] < window[0] || strides[1] < window[1];
}

/** Whether each cell of the image lies in a window. */
export function covers(shape: PoolShape): boolean {
  const { window, strides, height, width } = shape;
  const hasNoGaps = strides[0] <= window[0] && strides[1] <= window[1];
  return hasNoGaps && lastEnd(shape, 0) >= height && lastEnd(shape, 1) >= width;
}
