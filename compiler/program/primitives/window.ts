/** The geometry that convolutions and pools share: where a window of an image [B, H, W, C] comes to lie. */
import { demand } from "../error.ts";
import type { Convolution2D } from "../primitive-attributes.ts";
import type { TensorType } from "../program.ts";
import { formatShape } from "../shape.ts";
import { checkRank } from "./check.ts";

/** Height and width of the result of sliding a window over an image. */
export function slidSize(
  name: string,
  image: TensorType,
  window: readonly [number, number],
  { strides, dilation, padding }: Convolution2D,
): readonly [number, number] {
  checkRank(name, image, 4);
  const along = (axis: 0 | 1): number => {
    const [before, after] = padding[axis];
    const whole = [window[axis], strides[axis], dilation[axis]];
    demand(
      whole.every((n) => Number.isSafeInteger(n) && n > 0) &&
        [before, after].every((n) => Number.isSafeInteger(n) && n >= 0),
      name,
      () => `window, strides, dilation ${formatShape(whole)}, padding ${formatShape(padding[axis])}`,
    );
    const reach = dilation[axis] * (window[axis] - 1) + 1;
    const room = image.shape[axis + 1]! + before + after - reach;
    demand(room >= 0, name, () => `a window of ${reach} does not fit into ${formatShape(image.shape)}`);
    return Math.floor(room / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}

/**
 * Visits each cell of each window that lies inside the image, windows in order and cells of a window row-major.
 *
 * @param visit called with the pixel `(batch·H + row)·W + column` of the image, the tap `row·w + column` in the
 *   window, and the pixel of the result; flat indices without the channel
 */
export function forEachTap(
  image: readonly number[],
  window: readonly [number, number],
  [rows, columns]: readonly [number, number],
  { strides, dilation, padding }: Convolution2D,
  visit: (imagePixel: number, tap: number, resultPixel: number) => void,
): void {
  const [batch, height, width] = image as readonly [number, number, number];
  for (let n = 0; n < batch; n++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let i = 0; i < window[0]; i++)
          for (let j = 0; j < window[1]; j++) {
            const y = row * strides[0] + i * dilation[0] - padding[0][0];
            const x = column * strides[1] + j * dilation[1] - padding[1][0];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            visit((n * height + y) * width + x, i * window[1] + j, (n * rows + row) * columns + column);
          }
}
