/**
 * Both gradients of a convolution as plain convolutions, for backends without those kernels (T19) or without
 * them for dilated windows. With stride s, dilation d and p cells of padding before, along each image axis
 *
 *     y[o] = Σ_k x[o·s + k·d - p] · w[k]
 */
import type { Builder } from "../../program/builder.ts";
import type { PrimitiveAttributes } from "../../program/primitive-attributes.ts";
import type { Value } from "../../program/program.ts";

const IMAGE_AXES = [0, 1] as const;

/** dx[i] = Σ_k dy[(i + p - k·d) / s] · w[k]: dy with s - 1 zeros between its cells, by the flipped filter. */
export function expandInputGradient(
  builder: Builder,
  [dy, filter]: readonly Value[],
  attributes: PrimitiveAttributes["conv2d_input_gradient"],
): Value {
  const { strides, dilation, padding, inputShape } = attributes;
  const flipped = builder.transpose(builder.reverse(filter!, IMAGE_AXES), [0, 1, 3, 2]);
  const spread = spreadCells(builder, dy!, strides);
  const margins = IMAGE_AXES.map((axis): [number, number] => {
    const reach = (filter!.shape[axis]! - 1) * dilation[axis];
    const before = reach - padding[axis][0];
    return [before, inputShape[axis + 1]! + reach - spread.shape[axis + 1]! - before];
  });
  return convolve(builder, spread, flipped, margins, [1, 1], dilation);
}

/** dw[k] = Σ_o x[k·d + o·s - p] · dy[o]: images and channels trade places, and so do stride and dilation. */
export function expandFilterGradient(
  builder: Builder,
  [x, dy]: readonly Value[],
  attributes: PrimitiveAttributes["conv2d_filter_gradient"],
): Value {
  const { strides, dilation, padding, filterShape } = attributes;
  const margins = IMAGE_AXES.map((axis): [number, number] => {
    const before = padding[axis][0];
    const reach = (dy!.shape[axis + 1]! - 1) * strides[axis];
    return [before, (filterShape[axis]! - 1) * dilation[axis] + reach + 1 - x!.shape[axis + 1]! - before];
  });
  const images = builder.transpose(x!, [3, 1, 2, 0]);
  const filter = builder.transpose(dy!, [1, 2, 0, 3]);
  const byChannel = convolve(builder, images, filter, margins, dilation, strides);
  return builder.transpose(byChannel, [1, 2, 0, 3]);
}

/** Puts `steps - 1` zeros between neighbouring cells along both image axes. */
function spreadCells(builder: Builder, x: Value, steps: readonly [number, number]): Value {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [down, across] = steps;
  if (down === 1 && across === 1) return x;
  const cells = builder.reshape(x, [batch, height, 1, width, 1, channels]);
  const none = [0, 0] as const;
  const gaps = [none, none, [0, down - 1], none, [0, across - 1], none] as const;
  const blocks = builder.reshape(builder.pad(cells, gaps), [batch, height * down, width * across, channels]);
  const size = [batch, (height - 1) * down + 1, (width - 1) * across + 1, channels];
  return builder.slice(blocks, [0, 0, 0, 0], size);
}

/** A convolution whose margins may be negative: those cells of the image are cut off first. */
function convolve(
  builder: Builder,
  image: Value,
  filter: Value,
  margins: readonly (readonly [number, number])[],
  strides: readonly [number, number],
  dilation: readonly [number, number],
): Value {
  const [down, across] = margins as [readonly [number, number], readonly [number, number]];
  const cut = (cells: number): number => Math.max(0, -cells);
  const padding = [
    [Math.max(0, down[0]), Math.max(0, down[1])],
    [Math.max(0, across[0]), Math.max(0, across[1])],
  ] as const;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const size = [
    batch,
    height - cut(down[0]) - cut(down[1]),
    width - cut(across[0]) - cut(across[1]),
    channels,
  ];
  const isWhole = size[1] === height && size[2] === width;
  const cropped = isWhole ? image : builder.slice(image, [0, cut(down[0]), cut(across[0]), 0], size);
  return builder.emit("conv2d", [cropped, filter], { strides, dilation, padding });
}
