import { LANES } from "../matmul/lanes.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";
import { channelBlock } from "./winograd/channel-block.ts";
import { RESULT_TILE, WINDOW } from "./winograd/matrices.ts";

/** How a convolution, and likewise its gradients, is computed: a product as it stands, Winograd's tiles, or patches. */
export type Algorithm = "matmul" | "winograd" | "patches";

/** Channels on either side that it takes for the products to outweigh the transforms. */
const CHANNELS = 12;
/** Tiles that it takes for the products to outweigh the filter's transform. */
const TILES = 32;

export function chooseAlgorithm(shape: ConvolutionShape): Algorithm {
  if (isPointwise(shape)) return "matmul";
  return isForWinograd(shape) ? "winograd" : "patches";
}

/** Whether each pixel of the result is made of the image's pixel at the same place. */
function isPointwise({ window, strides, height, width, rows, columns }: ConvolutionShape): boolean {
  return allAre(1, window) && allAre(1, strides) && height === rows && width === columns;
}

function isForWinograd(shape: ConvolutionShape): boolean {
  const { batch, window, strides, dilation, before, rows, columns, channels, filters } = shape;
  const tiles = batch * Math.ceil(rows / RESULT_TILE) * Math.ceil(columns / RESULT_TILE);
  const enough = (count: number): boolean => count % LANES === 0 && channelBlock(count) >= CHANNELS;
  return (
    allAre(WINDOW, window) &&
    allAre(1, [...strides, ...dilation]) &&
    // The gradient by the image has the padding that is missing to a window's reach.
    before.every((cells) => cells < WINDOW) &&
    enough(channels) &&
    enough(filters) &&
    tiles >= TILES
  );
}

function allAre(size: number, sizes: readonly number[]): boolean {
  return sizes.every((each) => each === size);
}
