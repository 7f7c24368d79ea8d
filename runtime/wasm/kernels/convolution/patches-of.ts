import type { ConvolutionShape } from "./convolution-shape.ts";
import type { Patches } from "./walk-patches.ts";

/** The patches of a convolution's image: one for each pixel of the result. */
export function patchesOf(shape: ConvolutionShape): Patches {
  const { height, width, channels, window, rows, columns, strides, dilation, before } = shape;
  return { height, width, pixel: channels, channels, window, rows, columns, strides, dilation, before };
}
